#pragma once

#include <string>

#include "reach/compare.hpp"

namespace pgreach::reach {

// All of these end in a newline, and are the same for the same comparison.
std::string to_text(const Comparison& comparison);
std::string to_markdown(const Comparison& comparison);  // for a comment of a pull request: what opens comes first
std::string to_json(const Comparison& comparison);      // schema "pgreach.compare/v1"
std::string to_sarif(const Comparison& comparison);     // SARIF 2.1.0

// "opens 2, closes 1, admissions 0, needs newly unmet 1, met 0, not judged 0"
std::string summary(const Comparison& comparison);

// The same without what is compared and the summary: of a forecast, a step.
std::string changes_text(const Comparison& comparison);
std::string changes_markdown(const Comparison& comparison);

// The parts that formats share.

// "to CNPG cluster db/pg, port 5432/TCP"; "from CNPG cluster db/pg, ports 443/TCP, 80/TCP"
std::string subject_of(const FlowChange& change);
// The other ends: workloads, then classes; where there are very many, how many more.
std::vector<std::string> peers_of(const FlowChange& change);
// "to CNPG cluster db/pg, port 5432/TCP, from deployment web/api, 12 pods; any pod with role=backend in any namespace"
std::string describe(const FlowChange& change);
// "allowed by web/x ingress[0] (new/x.yaml:4); before, closed by … (old/pg.yaml)"
std::string describe(const Cause& cause, const FlowChange& change, bool opened);
// "layer 7 rules of CiliumNetworkPolicy db/pg changed: this is not judged flow by flow"
std::string describe(const UnjudgedChange& change);
// Where to look: the rule that opens or closes it, in the new version if it has one. Line 0: nowhere in particular.
Why place_of(const FlowChange& change);

}  // namespace pgreach::reach
