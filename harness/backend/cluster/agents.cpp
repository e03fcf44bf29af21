#include "backend/cluster/agents.hpp"

#include <algorithm>
#include <future>

#include "base/text.hpp"

namespace pgreach::backend {
namespace {

constexpr const char* separator = "---pgreach---";
// Both in one exec: a kubectl costs more than what it asks for.
constexpr const char* agent_question =
    "cilium-dbg policy get -o json && echo ---pgreach--- && cilium-dbg endpoint list -o json";

Result<kube::AgentState> read_answer(const std::string& answer) {
    const size_t middle = answer.find(separator);
    if (middle == std::string::npos) return environment_error("the agent's answer is incomplete");
    auto policies = kube::read_agent_policies(answer.substr(0, middle));
    if (!policies) return std::move(policies).error();
    auto endpoints = kube::read_endpoints(answer.substr(middle + std::string_view(separator).size()));
    if (!endpoints) return std::move(endpoints).error();
    return kube::AgentState{*std::move(policies), *std::move(endpoints)};
}

Result<kube::AgentState> ask(proc::ProcessRunner& runner, const kube::Kubectl& kubectl, const Agent& agent) {
    auto command = kubectl.exec_command(agent.pod, "cilium-agent", {"sh", "-c", agent_question}, false);
    command.limit = std::chrono::seconds(10);
    auto completed = runner.run(command);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) return proc::failure(command, *completed);
    auto state = read_answer(completed->out);
    if (!state) return std::move(state).error().in("agent of " + agent.node);
    return state;
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

std::vector<Result<kube::AgentState>> ask_agents(proc::ProcessRunner& runner, const kube::Kubectl& kubectl,
                                                 const std::vector<Agent>& agents) {
    std::vector<std::future<Result<kube::AgentState>>> asked;
    for (const auto& agent : agents) {
        const auto how = agents.size() == 1 ? std::launch::deferred : std::launch::async;
        asked.push_back(std::async(how, [&runner, &kubectl, &agent] { return ask(runner, kubectl, agent); }));
    }
    std::vector<Result<kube::AgentState>> states;
    states.reserve(asked.size());
    for (auto& answer : asked) states.push_back(answer.get());
    return states;
}

}  // namespace pgreach::backend
