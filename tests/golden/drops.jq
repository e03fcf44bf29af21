# What Hubble shows of the flows of a batch that are denied: the recorded drop with their addresses.
if .flows then
  .flows[] | select([.port] | inside($denied))
  | . as $flow | $like
  | .flow.IP = {source: "10.244.1.210", destination: $flow.address, ipVersion: "IPv4"}
  | .flow.l4.TCP.source_port = 40000 + $flow.id | .flow.l4.TCP.destination_port = $flow.port
  | .flow.source = {namespace: "default", pod_name: "backend", labels: ["k8s:role=backend"]}
else empty end
