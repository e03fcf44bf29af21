#include "backend/cluster/agents.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <type_traits>

#include "base/text.hpp"

namespace pgreach::backend {
namespace {

// The answers of all agents to one question, read by `read`.
template <typename Read>
auto ask_all(kube::Shells& shells, const std::vector<Agent>& agents, const std::vector<std::string>& question,
             const Read& read) -> Result<std::vector<std::decay_t<decltype(*read(std::string()))>>> {
    std::vector<std::future<Result<std::string>>> asked;
    for (const auto& agent : agents) {
        asked.push_back(std::async(std::launch::async, [&shells, &agent, &question] {
            return shells.ask(agent.pod, "cilium-agent", question);
        }));
    }
    std::vector<std::decay_t<decltype(*read(std::string()))>> answers;
    std::optional<Error> silence;
    for (size_t i = 0; i < agents.size(); ++i) {
        const auto answer = asked[i].get();
        auto understood = answer ? read(*answer) : answer.error();
        if (understood) {
            answers.push_back(*std::move(understood));
        } else {
            silence = std::move(understood).error().in("agent of " + agents[i].node);
        }
    }
    if (silence) return *std::move(silence);
    return answers;
}

}  // namespace

Result<std::vector<Agent>> find_agents(const kube::Kubectl& kubectl, const std::string& ns,
                                       const std::vector<std::string>& nodes) {
    auto pods = kubectl.pods(ns, "k8s-app=cilium");
    if (!pods) return std::move(pods).error();
    std::vector<Agent> agents;
    std::vector<std::string> without;
    for (const auto& node : nodes) {
        const auto pod = std::find_if(pods->begin(), pods->end(), [&](const kube::Pod& one) {
            return one.node == node && one.running && !one.terminating;
        });
        if (pod == pods->end()) {
            without.push_back(node);
        } else {
            agents.push_back({{ns, pod->name}, node});
        }
    }
    if (without.empty()) return agents;
    return environment_error("no Cilium agent runs on " + enumerate(without));
}

Result<std::vector<kube::AgentPolicies>> ask_policies(kube::Shells& shells, const std::vector<Agent>& agents) {
    return ask_all(shells, agents, {"cilium-dbg", "policy", "get", "-o", "json"}, kube::read_agent_policies);
}

Result<std::vector<std::map<std::string, std::string>>> ask_settings(kube::Shells& shells,
                                                                     const std::vector<Agent>& agents) {
    return ask_all(shells, agents, {"cilium-dbg", "config", "-a", "-o", "json"}, kube::read_agent_settings);
}

Result<std::vector<std::vector<kube::AgentEndpoint>>> ask_endpoints(kube::Shells& shells,
                                                                    const std::vector<Agent>& agents) {
    return ask_all(shells, agents, {"cilium-dbg", "endpoint", "list", "-o", "json"}, kube::read_endpoints);
}

}  // namespace pgreach::backend
