#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/cilium.hpp"
#include "kube/kubectl.hpp"
#include "world/objects.hpp"

namespace pgreach::world {

// A cluster's objects as a text that any of our commands reads, one document an object: policies, pods, namespaces,
// nodes, services, CIDR groups, what CNPG is told, the agents' configuration, and versions. Of each only the fields
// that policies or CNPG's needs depend on, by a list of those: no Secret, no environment, no annotation, no SQL, no
// value of a header that a policy asks for.
// Sorted, so that two of one state are equal.
struct Snapshot {
    std::string text;
    std::vector<std::string> missing = {};  // kinds that this API server does not have, or does not let us list
};
// "no podmonitors.monitoring.coreos.com: the cluster does not have them, or …"
std::string text_of_missing(const std::string& kind);

// Only reads. Fails where the cluster does not answer, or does not let us list what every cluster has.
Result<Snapshot> take_snapshot(const kube::Kubectl& kubectl);

// The Cilium that a snapshot's objects tell of; nothing where they tell of none. Fails where its configuration is
// faulty. `not_followed`: settings that decide something and are not followed here.
struct SnapshotCilium {
    engine::Cilium cilium;
    std::vector<std::string> not_followed = {};
    std::string unknown_release = {};  // a tag that says no release that is known; then `cilium` is the newest
};
Result<std::optional<SnapshotCilium>> cilium_of(const Objects& objects);

}  // namespace pgreach::world
