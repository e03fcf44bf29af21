#include "backend/cluster/own_database.hpp"

#include <memory>

#include "backend/cluster/database_state.hpp"
#include "backend/cluster/run_id.hpp"
#include "backend/cluster/waiting.hpp"
#include "kube/json.hpp"
#include "yaml/reader.hpp"

namespace pgreach::backend {
namespace {

Result<std::string> database_objects(const ClusterOptions& options, const Ownership& owner) {
    const auto read =
        yaml::read(std::make_shared<const Source>(Source{"the database's manifest", options.own_database}));
    if (has_errors(read.diagnostics)) return input_error(render(read.diagnostics));
    std::vector<std::string> objects;
    for (auto object : read.documents) {
        yaml::Node& metadata = kube::child(object, "metadata");
        kube::set(metadata, "namespace", kube::text(options.database_namespace));
        yaml::Node& labels = kube::child(metadata, "labels");
        kube::set(labels, run_label, kube::text(owner.run));
        kube::set(labels, host_label, kube::text(owner.host));
        objects.push_back(yaml::to_json(object));
    }
    return kube::list_of(objects);
}

// One of a dead run may still be going.
Result<std::string> state_of_namespace(const kube::Kubectl& kubectl, const std::string& ns) {
    const auto found = kubectl.get({"namespace", ns});
    if (!found) return Error(found.error());
    if (!*found) return std::string();
    if (kube::at(**found, {"metadata", "deletionTimestamp"}) != nullptr) {
        return std::string("an earlier one is still being removed");
    }
    return Error{ErrorKind::usage, "namespace " + ns + " is there already",
                 "name one that is not: a run makes it, and removes it with all that is in it"};
}

}  // namespace

Result<void> make_own_database(const Tools& tools, const kube::Kubectl& kubectl, const ClusterOptions& options,
                               const Ownership& owner) {
    const std::string& ns = options.database_namespace;
    auto free =
        wait_until(tools, "namespace " + ns, std::chrono::minutes(2), [&] { return state_of_namespace(kubectl, ns); });
    if (!free) return free;
    const auto objects = database_objects(options, owner);
    if (!objects) return Error(objects.error());
    tools.progress.step("making a database in namespace " + ns);
    if (auto made = kubectl.create(namespace_manifest(owner, ns, {})); !made) return made;
    if (auto made = kubectl.create(*objects); !made) return made;
    return wait_for_database(tools, kubectl, options);
}

}  // namespace pgreach::backend
