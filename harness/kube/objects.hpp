#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/world.hpp"
#include "yaml/node.hpp"

namespace pgreach::kube {

// What we need of a pod (`kubectl get pods -o json`).
struct Pod {
    std::string ns = {};
    std::string name = {};
    Labels labels = {};
    std::string ip = {};
    std::string node = {};
    std::string phase = {};  // "Pending", "Running", …
    bool ready = false;
    bool running = false;  // every container runs: what an exec needs, whatever the readiness gates say
    bool terminating = false;
    std::string image = {};    // of its first container
    std::string waiting = {};  // why a container does not run yet: "ErrImageNeverPull: …"; empty where all do

    std::string label(const std::string& key) const {
        const auto found = labels.find(key);
        return found != labels.end() ? found->second : std::string();
    }
};

struct Node {
    std::string name = {};
    std::string internal_ip = {};
    bool ready = false;
    std::string provider_id = {};  // "kind://docker/lab/lab-worker"
};

// CNPG's Cluster. Its phase is for people to read, not for us to judge by.
struct Database {
    std::string name = {};
    int instances = 0;        // wanted
    int ready_instances = 0;  // that CNPG calls ready
    std::string phase = {};
    std::string primary = {};  // pod name
    std::string image = {};
    std::string ca_secret = {};
};

Result<std::vector<Pod>> read_pods(const std::string& json);
Result<std::vector<Node>> read_nodes(const std::string& json);
Result<Database> read_database(const std::string& json);
// The decoded entries of one Secret. They never go into a message, a log or a record.
Result<std::map<std::string, std::string>> read_secret(const std::string& json);

// "quay.io/cilium/cilium:v1.20.2@sha256:…" → "1.20.2"; "unknown" where there is no tag.
std::string image_version(const std::string& image);

// One row of pg_stat_replication, read by psql with `-At -F '|'`: application_name|state|flush_lsn reached or not.
struct ReplicaState {
    std::string name = {};   // the instance's pod
    std::string state = {};  // "streaming"
    bool caught_up = false;  // has flushed what the primary asked it to
};
std::vector<ReplicaState> read_replication(const std::string& rows);

}  // namespace pgreach::kube
