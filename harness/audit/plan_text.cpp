#include <fmt/format.h>

#include <algorithm>

#include "audit/pacing.hpp"
#include "audit/plan.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::audit {
namespace {

std::string labels_text(const Labels& labels) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : labels) parts.push_back(key + "=" + value);
    return parts.empty() ? "no labels" : join(parts, ",");
}

std::string twin_text(const Peer& peer) {
    std::string text =
        fmt::format("  {} ({}): pod {} in {}, on {}, service account {}, {}\n", peer.name, peer.owner, peer.pod.name,
                    peer.pod.ns, peer.node, peer.service_account, labels_text(peer.labels));
    for (const auto& remark : peer.remarks) text += "    note: " + remark + "\n";
    return text;
}

size_t seconds_of(const Plan& plan, const Options& options) {
    std::vector<size_t> all;
    for (size_t i = 0; i < plan.flows.size(); ++i) {
        if (plan.flows[i].impossible.empty()) all.push_back(i);
    }
    return paced(plan.flows, all, options.per_second).size();
}

}  // namespace

std::string describe(const Plan& plan, const Options& options) {
    std::string twins;
    std::string refused;
    std::vector<std::string> own;
    size_t made = 0;
    for (const auto& peer : plan.peers) {
        if (!peer.refused.empty()) {
            refused += "  " + peer.name + ": " + peer.refused + "\n";
        } else if (peer.twin) {
            twins += twin_text(peer);
            ++made;
        } else {
            own.push_back(peer.name);
        }
    }
    const auto denied = std::count_if(plan.flows.begin(), plan.flows.end(),
                                      [](const AuditFlow& flow) { return flow.decision.verdict() == Verdict::deny; });
    std::string text = fmt::format("databases: {}\n", enumerate(plan.databases()));
    text += fmt::format(
        "connections: {}, {} of them predicted open and {} closed; at most {} a second to a database, "
        "which takes {} s or more\n",
        plan.flows.size(), static_cast<std::ptrdiff_t>(plan.flows.size()) - denied, denied, options.per_second,
        seconds_of(plan, options));
    text += options.query ? "each to PostgreSQL logs in with the application's credentials and asks who answers\n"
                          : "each ends once the target has answered; nobody logs in\n";
    if (made > 0)
        text += fmt::format("{} twin{} will be made, and removed afterwards:\n{}", made, made == 1 ? "" : "s", twins);
    if (!own.empty()) text += "from their own pods, where the probe is copied to and removed: " + enumerate(own) + "\n";
    if (!refused.empty()) text += "nothing is tried from:\n" + refused;
    for (const auto& note : plan.notes) text += "note: " + note + "\n";
    return printable(text);
}

}  // namespace pgreach::audit
