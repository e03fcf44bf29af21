#pragma once

#include "model/record.hpp"

namespace pgreach::test {

// A record of one scenario with one flow, closed by a drop event, as the page claims and the engine predicts, with
// controls before and after. Tests change what they are about.
inline Record record_of_one_closed_flow() {
    const Flow flow{"frontend", "primary", Protocol::tcp, 5432};
    const Observation open{Observed::open, "", {{EvidenceKind::reply, "query"}}, {}};
    const Observation closed{Observed::closed, "", {{EvidenceKind::drop_event, "nflog"}}, {}};
    Record record;
    record.backend = "embedded";
    record.drop_evidence = true;
    record.controls = {{"before", "documented", {{flow, open}}}, {"after", "documented", {{flow, open}}}};
    ScenarioRecord scenario;
    scenario.name = "some-scenario";
    scenario.title = "Only some are let in";
    scenario.participants = "documented";
    scenario.steps = {{"applied", 3, 1}};
    scenario.admissions = {{.step = "applied", .policy = "some-policy"}};
    scenario.flows = {{.step = "applied",
                       .flow = flow,
                       .claim = Verdict::deny,
                       .prediction = Verdict::deny,
                       .by = "",
                       .reason = "no rule matches",
                       .observation = closed}};
    record.scenarios = {scenario};
    return record;
}

}  // namespace pgreach::test
