#pragma once

#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "backend/cluster/options.hpp"
#include "backend/cluster/placement.hpp"
#include "kube/hubble.hpp"
#include "kube/kubectl.hpp"
#include "model/health.hpp"

namespace pgreach::backend {

// What the datapath did to the traffic that nobody of ours makes, since the last change of a policy.
class TrafficLog {
  public:
    void hear(const kube::HubbleEvent& event);
    void forget() { last_.clear(); }
    // The newest event between two addresses on a port; null where none was seen.
    const kube::HubbleEvent* find(const std::string& from, const std::string& to, int port) const;
    // The drop of what another node or the API server sent there; null where none was seen.
    const kube::HubbleEvent* find_node_drop(const std::string& to, int port) const;

  private:
    std::map<std::string, kube::HubbleEvent> last_;
};

// Looks at the database behind the targets: does every replica acknowledge new WAL, does the operator get its status,
// does the way of `kubectl cnpg status` (through the API server) work.
class Health {
  public:
    // `listen` brings what the datapath has seen until now into `traffic`.
    Health(const Tools& tools, const kube::Kubectl& kubectl, const TrafficLog& traffic, std::function<void()> listen)
        : tools_(tools), kubectl_(kubectl), traffic_(traffic), listen_(std::move(listen)) {}

    void changed();
    // The policies are in force: asks the database and, by the way through the API server, its instances, while others
    // observe. What the database says is for the first look; that the way works is kept until the next change.
    void in_force(const std::vector<Target>& targets);
    // `instances`: all of the database. `operator_member`: the cast's name for the operator, empty where it has none.
    Result<std::vector<HealthCheck>> look(const std::vector<Target>& targets, const std::vector<kube::Pod>& instances,
                                          const std::string& operator_ip, const std::string& operator_member);

  private:
    std::vector<HealthCheck> replication(const std::vector<Target>& targets, const std::vector<kube::Pod>& instances);
    void judge_silence(HealthCheck& check, const kube::Pod& replica, const kube::Pod& primary) const;
    std::vector<HealthCheck> operator_status(const std::vector<Target>& targets, const std::string& operator_ip,
                                             const std::string& operator_member) const;
    HealthCheck api_server_proxy(const Target& target) const;
    HealthCheck proxied(size_t index, const Target& target) const;
    std::shared_future<HealthCheck> ask_proxy(const Target& target) const;
    void ask_proxies(const std::vector<Target>& targets);
    void ask_again(const std::vector<Target>& targets);

    const Tools& tools_;
    const kube::Kubectl& kubectl_;
    const TrafficLog& traffic_;
    std::function<void()> listen_;
    TimePoint changed_at_{};
    bool looked_ = false;                                   // since then
    std::future<Result<std::string>> rows_;                 // asked of the primary, for the first look
    std::vector<std::shared_future<HealthCheck>> proxied_;  // one a target
    std::vector<std::shared_future<HealthCheck>> late_;     // asked before the last change, and not answered yet
};

}  // namespace pgreach::backend
