#include "audit/changes.hpp"

#include <algorithm>

namespace pgreach::audit {

std::set<std::string> changed_keys(const std::map<std::string, std::string>& before,
                                   const std::map<std::string, std::string>& after) {
    std::set<std::string> changed;
    for (const auto* keys : {&before, &after}) {
        const auto& others = keys == &before ? after : before;
        for (const auto& [key, value] : *keys) {
            const auto other = others.find(key);
            if (other == others.end() || other->second != value) changed.insert(key);
        }
    }
    return changed;
}

bool concerns(const Plan& plan, size_t flow, const std::set<std::string>& pods) {
    const AuditFlow& planned = plan.flows[flow];
    const Peer& peer = plan.peers[planned.peer];
    if (!peer.twin && pods.count(peer.pod.ns + "/" + peer.pod.name) != 0) return true;
    return std::any_of(plan.targets.begin(), plan.targets.end(), [&](const Target& target) {
        return target.name == planned.flow.to && pods.count(target.pod.ns + "/" + target.pod.name) != 0;
    });
}

}  // namespace pgreach::audit
