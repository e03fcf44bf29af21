# What the double of a probe reports of an instruction: see `probe` in answers. $silent: how the denied flows of a batch end.
def source: "10.244.1.210:\(40000 + .id)";
def destination: if .address then "\(.address):\(.port)" else .reason | capture("→ (?<to>[^ ]+)").to end;
def attempt($batch; $how; $reached):
  {attempt: {batch: $batch, id, end: $how, reached: $reached, milestones: [], duration_us: 1000, source: source,
    destination: destination, error: (.reason // "")}};
if .flows then
  .batch as $batch
  | (.flows[] | {started: {batch: $batch, id, source: source, destination: destination}}),
    (.flows[]
      | if $refused != "" then .reason = $refused | attempt($batch; "refused"; "dns")
        elif [.port] | inside($denied) then if $silent != "" then attempt($batch; $silent; "dns") else empty end
        else attempt($batch; "answered"; if .purpose == "postgresql" then "query" else "tls" end) end)
elif .cancel then .cancel | attempt(.batch; "dropped"; "dns")
else empty end
