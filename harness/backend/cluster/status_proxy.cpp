#include "backend/cluster/status_proxy.hpp"

#include "base/text.hpp"
#include "model/cnpg.hpp"
#include "model/conclusion.hpp"

namespace pgreach::backend {
namespace {

std::string name_of(const Target& target) {
    return "kubectl cnpg status of " + target.member;
}

Observation path_to(const Target& target, const ApiServer& api_server) {
    const auto seen = api_server.reaches.find(target.member);
    return seen != api_server.reaches.end() ? seen->second : Observation();
}

Observed observed(const Observation& path) {
    return conclude(path, {}).observed;
}

// What the API server is to a target; empty where it can be either, or neither.
std::string party(const ApiServer& api_server, const Target& target) {
    if (api_server.nodes.count(target.pod.node) == 0) return api_server.nodes.empty() ? "" : other_node;
    return api_server.nodes.size() == 1 ? own_node : "";
}

HealthCheck request(const kube::Kubectl& kubectl, const Target& target) {
    HealthCheck check{.name = name_of(target)};
    const std::string path = "/api/v1/namespaces/" + target.pod.ns + "/pods/https:" + target.pod.name + ":" +
                             std::to_string(cnpg::status_port) + "/proxy/pg/status";
    const auto answer = kubectl.run({"get", "--raw", path, "--request-timeout=2s"}, {}, std::chrono::seconds(5));
    if (!answer) {
        check.detail = answer.error().message;
        return check;
    }
    const bool works = answer->exit.success() && answer->out.find("systemID") != std::string::npos;
    check.state = works ? HealthState::working : HealthState::broken;
    check.detail = works ? "answers through the API server" : std::string(trim(answer->err));
    return check;
}

}  // namespace

void StatusProxy::ask(const std::vector<Target>& targets, const ApiServer& api_server) {
    constexpr int looks_in_vain = 3;  // then somebody expects it to work, and the API server has the last word
    for (const auto& target : targets) {
        const bool closed = observed(path_to(target, api_server)) == Observed::closed;
        if (closed) forget(target);
        const bool known = working_.count(target.member) != 0 || asked_.count(target.member) != 0;
        if (known || (closed && looks_ < looks_in_vain)) continue;
        asked_[target.member] = std::async(std::launch::async, [this, target] { return request(kubectl_, target); });
    }
}

std::vector<HealthCheck> StatusProxy::look(const std::vector<Target>& targets, const ApiServer& api_server) {
    std::vector<HealthCheck> checks;
    ++looks_;
    for (const auto& target : targets) {
        checks.push_back(look_at(target, path_to(target, api_server)));
        checks.back().from = party(api_server, target);
        checks.back().need = "status-command";
        if (checks.back().from.empty()) continue;
        checks.back().to = target.member;
        checks.back().port = cnpg::status_port;
    }
    asked_.clear();
    return checks;
}

// What was seen before it was closed.
void StatusProxy::forget(const Target& target) {
    working_.erase(target.member);
    asked_.erase(target.member);
}

HealthCheck StatusProxy::look_at(const Target& target, const Observation& path) {
    if (const auto known = working_.find(target.member); known != working_.end()) return known->second;
    const auto asked = asked_.find(target.member);
    if (asked == asked_.end()) {
        const std::string seen = path.evidence.empty() ? "no answer" : path.evidence.front().detail;
        return {.name = name_of(target), .state = HealthState::broken, .detail = "from the API server's node: " + seen};
    }
    HealthCheck check = asked->second.get();
    if (check.state == HealthState::working) {
        working_[target.member] = check;
    } else if (observed(path) == Observed::open) {
        check.state = HealthState::unclear;
        check.detail =
            "open from the API server's node, yet its own request failed (it may wait on a connection that "
            "was cut before): " +
            check.detail;
    }
    return check;
}

}  // namespace pgreach::backend
