#pragma once

#include <string>
#include <vector>

#include "reach/answers.hpp"
#include "reach/lists.hpp"

namespace pgreach::reach {

// All of these end in a newline, and are the same for the same report.
std::string to_text(const ReachResult& report);
std::string to_json(const ReachResult& report);      // schema "pgreach.reach/v1"
std::string to_csv(const ReachResult& report);       // RFC 4180, a line for each that passes, then each list's members
std::string to_markdown(const ReachResult& report);  // a table for each workload that is asked about
std::string to_dot(const ReachResult& report);       // Graphviz: an edge for each pair, labelled with its ports

// The parts that formats share.

// "CiliumNetworkPolicy db/x is refused: spec.foo: unknown field (policies/x.yaml:1)"
std::string to_text(const Admitted& policy);
// Ports of an answer of which the same is true, in the order of the first.
struct PortGroup {
    std::vector<PortSpan> ports;
    const Passing* passing;
};
std::vector<PortGroup> grouped(const Answer& answer);
// "5432/TCP postgresql, 8000/TCP status, any other port"
std::string to_text(const std::vector<PortSpan>& ports);
// "db/pg", "list 3".
std::string name_of(const Answer& answer, const Lists& lists);
// "CNPG cluster db/pg, 3 pods", of a Pooler with its database; "list 3, 120 workloads, 480 pods".
std::string title_of(const Answer& answer, const Lists& lists);
// "deployment web/api, 12 pods"; "every workload but: …"; "list 3, 120 workloads, 480 pods".
std::vector<std::string> lines_of(const Group& group, const Lists& lists);
// "allowed by web/allow-db ingress[0] (policies/db.yaml:12)", with the reason of the other side where a rule decides
// there.
std::string reason_of(const Group& group, bool egress);
// "any pod with role=backend in namespace web, but not any pod with env=test, role=backend in namespace web"
std::string to_text(const Exposure& exposure);

}  // namespace pgreach::reach
