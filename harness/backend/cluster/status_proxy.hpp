#pragma once

#include <future>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/cluster/placement.hpp"
#include "kube/kubectl.hpp"
#include "model/health.hpp"
#include "model/observation.hpp"

namespace pgreach::backend {

// Where the API server is, and what was seen from there.
struct ApiServer {
    std::set<std::string> nodes = {};  // empty where it is not on nodes of the cluster
    // What one of its nodes was seen to reach of the targets' status ports, by member; empty where nobody sits there.
    std::map<std::string, Observation> reaches = {};
};

// The way of `kubectl cnpg status`: through the API server, to the status port of each instance. What its node reaches
// is believed before its own requests: these may wait for seconds on a connection that an earlier policy has cut. So it
// is not asked where its node gets no answer, which would cut one more.
class StatusProxy {
  public:
    explicit StatusProxy(const kube::Kubectl& kubectl) : kubectl_(kubectl) {}

    // Policies have changed: what was answered before says nothing any more.
    void changed() {
        looks_ = 0;
        working_.clear();
        asked_.clear();
    }
    // Asks the API server, where that can tell something; the answers come while others look at other things.
    void ask(const std::vector<Target>& targets, const ApiServer& api_server);
    // One check a target, with what was asked before.
    std::vector<HealthCheck> look(const std::vector<Target>& targets, const ApiServer& api_server);

  private:
    void forget(const Target& target);
    HealthCheck look_at(const Target& target, const Observation& path);

    const kube::Kubectl& kubectl_;
    int looks_ = 0;                               // since policies changed
    std::map<std::string, HealthCheck> working_;  // by member: what works is asked once
    std::map<std::string, std::future<HealthCheck>> asked_;
};

}  // namespace pgreach::backend
