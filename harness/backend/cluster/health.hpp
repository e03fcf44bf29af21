#pragma once

#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/cluster/placement.hpp"
#include "backend/cluster/status_proxy.hpp"
#include "kube/hubble.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"
#include "model/health.hpp"

namespace pgreach::backend {

// What the datapath did to the traffic that nobody of ours makes, since the last change of a policy.
class TrafficLog {
  public:
    void hear(const kube::HubbleEvent& event);
    void forget() { last_.clear(); }
    // The newest event between two addresses on a port; null where none was seen.
    const kube::HubbleEvent* find(const std::string& from, const std::string& to, int port) const;

  private:
    std::map<std::string, kube::HubbleEvent> last_;
};

// Who asks the instances for their status, beside our own peers.
struct StatusReaders {
    std::string operator_ip;
    std::string operator_member;  // of the participants; empty where it has none
    ApiServer api_server = {};
};

// Looks at the database behind the targets: does every replica acknowledge new WAL, does the operator get its status,
// does the way of `kubectl cnpg status` (through the API server) work.
class Health {
  public:
    // `listen` brings what the datapath has seen until now into `traffic`.
    Health(const Tools& tools, const kube::Kubectl& kubectl, kube::Shells& shells, const TrafficLog& traffic,
           std::function<void()> listen)
        : tools_(tools), shells_(shells), traffic_(traffic), listen_(std::move(listen)), proxy_(kubectl) {}

    void changed();
    // The policies are in force: asks the database, for the first look, while others observe.
    void in_force(const std::vector<Target>& targets);
    // What the API server's node reaches has been seen: asks the API server, where that is worth it, while others go
    // on.
    void seen(const std::vector<Target>& targets, const ApiServer& api_server) { proxy_.ask(targets, api_server); }
    // `instances`: all of the database.
    Result<std::vector<HealthCheck>> look(const std::vector<Target>& targets, const std::vector<kube::Pod>& instances,
                                          const StatusReaders& readers);

  private:
    std::vector<HealthCheck> replication(const std::vector<Target>& targets, const std::vector<kube::Pod>& instances);
    void judge_silence(HealthCheck& check, const kube::Pod& replica, const kube::Pod& primary) const;
    std::vector<HealthCheck> operator_status(const std::vector<Target>& targets, const StatusReaders& readers) const;

    const Tools& tools_;
    kube::Shells& shells_;
    const TrafficLog& traffic_;
    std::function<void()> listen_;
    TimePoint changed_at_{};
    std::future<Result<std::string>> rows_;  // asked of the primary, for the first look
    StatusProxy proxy_;
};

}  // namespace pgreach::backend
