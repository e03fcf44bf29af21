#pragma once

#include <string>
#include <vector>

#include "model/world.hpp"
#include "world/contents.hpp"

namespace pgreach::world {

// Pods of one owner as an object tells of them, before they are grouped. `endpoint.name` is that of the pod, or of its
// owner where a template stands for all of them.
struct Pods {
    Workload workload;
    Endpoint endpoint;
    bool of_template = false;
    bool on_host_network = false;
};

// The pods that objects tell of: Pods that run or will, and whatever has a pod template (Deployment, StatefulSet,
// DaemonSet, Job, CronJob, kinds of others). An object that a controller made is told of by that one, and a template
// whose pods are there is left out.
std::vector<Pods> read_pods(const std::vector<manifest::Manifest>& objects);

}  // namespace pgreach::world
