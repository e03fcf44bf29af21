#include "audit/reached.hpp"

#include <set>
#include <tuple>

namespace pgreach::audit {

std::vector<Reached> who_reaches(const Report& report) {
    using Where = std::tuple<std::string, std::string, int>;
    std::map<Where, std::map<std::string, std::set<Observed>>> seen;
    for (const auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        if (flow.asked != Asked::database) continue;
        const Where where(flow.database, flow.to_group, flow.flow.port);
        seen[where][report.plan.peers[flow.peer].group].insert(judged.conclusion.observed);
    }
    std::vector<Reached> all;
    for (const auto& [where, groups] : seen) {
        Reached reached{std::get<0>(where), std::get<1>(where), std::get<2>(where)};
        for (const auto& [group, observed] : groups) {
            if (observed.count(Observed::unclear) != 0) {
                reached.unclear.push_back(group);
            } else if (observed.size() > 1) {
                reached.partly.push_back(group);
            } else {
                (observed.count(Observed::open) != 0 ? reached.open : reached.closed).push_back(group);
            }
        }
        all.push_back(std::move(reached));
    }
    return all;
}

}  // namespace pgreach::audit
