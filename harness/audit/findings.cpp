#include "audit/findings.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.hpp"

namespace pgreach::audit {
namespace {

struct Lacking {
    std::vector<std::string> flows = {};
    std::string why = {};
};

}  // namespace

std::vector<Finding> find_unmet_needs(const Report& report) {
    std::map<std::pair<std::string, const cnpg::Need*>, Lacking> unmet;
    for (const auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        if (judged.conclusion.observed != Observed::closed) continue;
        for (const auto* need : flow.needs) {
            auto& lacking = unmet[{flow.database, need}];
            lacking.flows.push_back(pgreach::describe(flow.flow));
            if (lacking.why.empty()) lacking.why = prediction_of(flow);
        }
    }
    std::vector<Finding> findings;
    for (const auto& need : cnpg::needs()) {  // in the order of the table
        for (const auto& [key, lacking] : unmet) {
            if (key.second != &need) continue;
            auto some = lacking.flows;
            const size_t more = some.size() > 3 ? some.size() - 3 : 0;
            some.resize(std::min<size_t>(some.size(), 3));
            const std::string rest = more > 0 ? " and " + std::to_string(more) + " more" : "";
            findings.push_back({Weight::finding, "need-unmet",
                                "of " + key.first + ", '" + need.name + "': " + join(some, ", ") + rest +
                                    " is closed: without it " + cnpg::consequence(need) +
                                    "; predicted: " + lacking.why});
        }
    }
    return findings;
}

std::vector<Finding> find_audit_mode(const backend::Semantics& semantics) {
    std::vector<Finding> findings;
    if (!semantics.audited.empty()) {
        findings.push_back(
            {Weight::finding, "audit-mode",
             "policies are not enforced, only told of (policy-audit-mode): " + enumerate(semantics.audited)});
    }
    for (const auto& setting : semantics.not_followed) {
        findings.push_back(
            {Weight::note, "not-followed", "the agents' settings have what predictions do not follow: " + setting});
    }
    if (!semantics.nodes.empty()) {
        findings.push_back({Weight::note, "nodes-differ",
                            "nodes have different releases or settings of Cilium: predictions follow the newest"});
    }
    return findings;
}

std::vector<Finding> find_lag_faults(const std::vector<std::string>& lag) {
    std::vector<Finding> findings;
    for (const auto& text : lag) findings.push_back({Weight::finding, "agent-lags", text});
    return findings;
}

}  // namespace pgreach::audit
