# What the double of a probe reports of an instruction: see `probe` in answers. $silent: how the denied flows of a plan end.
def source: "10.244.1.210:\(40000 + .id)";
def destination: if .address then "\(.address):\(.port)" else .reason | capture("→ (?<to>[^ ]+)").to end;
def attempt($plan; $how; $reached):
  {attempt: {plan: $plan, id, end: $how, reached: $reached, milestones: [], duration_us: 1000, source: source,
    destination: destination, error: (.reason // "")}};
if .flows then
  .plan as $plan
  | (.flows[] | {started: {plan: $plan, id, source: source, destination: destination}}),
    (.flows[]
      | if $refused != "" then .reason = $refused | attempt($plan; "refused"; "dns")
        elif [.port] | inside($denied) then if $silent != "" then attempt($plan; $silent; "dns") else empty end
        else attempt($plan; "answered"; if .service == "postgresql" then "query" else "tls" end) end)
elif .cancel then .cancel | attempt(.plan; "dropped"; "dns")
else empty end
