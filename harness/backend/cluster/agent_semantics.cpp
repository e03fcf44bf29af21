#include "backend/cluster/agent_semantics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "engine/agent_config_reader.hpp"
#include "engine/agent_config_text.hpp"
#include "engine/versions.hpp"
#include "kube/json.hpp"

namespace pgreach::backend {
namespace {

using engine::CiliumVersion;
using Settings = std::map<std::string, std::string>;
using Releases = std::map<std::string, CiliumVersion>;       // by node
using Configs = std::map<std::string, engine::AgentConfig>;  // by node

// Agents that differ from their ConfigMap have mostly not been restarted, all of them or none.
constexpr size_t most_asked = 10;

// As far as the wanted one is said: 1.19 is any 1.19.
bool is_wanted(CiliumVersion release, CiliumVersion wanted) {
    return release.major == wanted.major && release.minor == wanted.minor &&
           (wanted.patch == CiliumVersion::newest_patch || release.patch == wanted.patch);
}

std::string release_text(const kube::Kubectl& kubectl, const kube::Pod& agent) {
    const std::string tag = kube::image_version(agent.image);
    if (engine::parse_version(tag)) return tag;
    const auto answer = kubectl.exec({agent.ns, agent.name}, "cilium-agent", {"cilium-dbg", "version", "-o", "json"});
    const auto said = answer ? kube::read_agent_version(*answer) : answer.error();
    return said && !said->empty() ? *said : tag;
}

// What is no known release is taken for the one that is wanted, or else for the newest: an assumption.
Releases read_releases(const kube::Kubectl& kubectl, const std::vector<kube::Pod>& agents, const std::string& wanted,
                       Semantics& semantics) {
    const CiliumVersion otherwise = engine::parse_version(wanted).value_or(engine::newest_version);
    Releases releases;
    std::set<std::string> unknown;
    for (const auto& agent : agents) {
        const std::string text = release_text(kubectl, agent);
        const auto release = engine::parse_version(text);
        releases[agent.node] = release.value_or(otherwise);
        if (!release) unknown.insert(text);
    }
    for (const auto& text : unknown) {
        semantics.assumptions.push_back(
            fmt::format("the release of an agent is '{}', which pgreach does not know; it is taken to behave as {}",
                        text, engine::to_string(otherwise)));
    }
    return releases;
}

Result<void> check_wanted(const Releases& releases, const std::string& wanted) {
    const auto version = engine::parse_version(wanted);
    if (!version) return {};
    for (const auto& [node, release] : releases) {
        if (is_wanted(release, *version)) continue;
        return Error{ErrorKind::usage,
                     fmt::format("--cilium {}, but the cluster runs Cilium {} (node {})", wanted,
                                 engine::to_string(release), node),
                     "leave --cilium out: the release is read from the agents"};
    }
    return {};
}

// Predictions follow the newest one.
void take(const Releases& releases, Semantics& semantics) {
    if (releases.empty()) return;
    const auto newest = std::max_element(releases.begin(), releases.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
    semantics.cilium.version = newest->second;
    if (auto assumed = assumption_about(semantics.cilium.version); !assumed.empty()) {
        semantics.assumptions.push_back(std::move(assumed));
    }
}

// As configured, but where the agent says that it runs with something else.
Result<engine::AgentConfig> config_of(const Agent& agent, const Settings& told, const engine::Cilium& configured) {
    Settings settings = engine::settings_of(configured);
    for (const auto& [option, value] : told) settings[option] = value;
    std::vector<std::pair<std::string, yaml::Node>> data;
    for (const auto& [option, value] : settings) data.emplace_back(option, kube::text(value));
    const auto object = kube::object({{"kind", kube::text("ConfigMap")}, {"data", kube::object(data)}});
    auto read = engine::read_agent_config(
        std::make_shared<const Source>(Source{"settings of the agent of " + agent.node, yaml::to_json(object)}));
    if (!read) return environment_error(read.error().message, read.error().remedy);
    read->config.peers_of_local_cluster = configured.config.peers_of_local_cluster;  // of which it tells nothing
    return std::move(read->config);
}

std::string describe(const engine::Cilium& cilium) {
    const std::string settings = engine::describe_settings(cilium);
    return settings.empty() ? "nothing that decides" : settings;
}

// Puts down what each node has, where they differ.
void tell_apart(const Releases& releases, const Configs& configs, Semantics& semantics) {
    std::vector<engine::Cilium> distinct;
    for (const auto& [node, release] : releases) {
        const auto config = configs.find(node);
        const engine::Cilium cilium(release, config == configs.end() ? semantics.cilium.config : config->second);
        semantics.nodes[node] = cilium;
        if (std::find(distinct.begin(), distinct.end(), cilium) == distinct.end()) distinct.push_back(cilium);
    }
    if (distinct.size() < 2) semantics.nodes.clear();
}

// What the agents say that they run with; predictions follow it as long as they agree.
Result<Configs> follow_agents(kube::Shells& shells, std::vector<Agent> agents, Semantics& semantics) {
    if (agents.size() > most_asked) {
        semantics.assumptions.push_back(
            fmt::format("only {} of {} agents were asked for their settings", most_asked, agents.size()));
        agents.resize(most_asked);
    }
    const auto told = ask_settings(shells, agents);
    if (!told) {
        if (told.error().kind == ErrorKind::interrupted) return Error(told.error());
        semantics.assumptions.push_back("the agents are taken to run as the ConfigMap says: " + told.error().message);
        return Configs();
    }
    Configs configs;
    std::vector<std::string> unlike;
    bool agree = true;
    for (size_t i = 0; i < agents.size(); ++i) {
        auto config = config_of(agents[i], (*told)[i], semantics.cilium);
        if (!config) return std::move(config).error();
        if (*config != semantics.cilium.config) {
            unlike.push_back(fmt::format("the agent of {} runs with {}", agents[i].node,
                                         describe({semantics.cilium.version, *config})));
        }
        agree = agree && (configs.empty() || configs.begin()->second == *config);
        configs.emplace(agents[i].node, *std::move(config));
    }
    if (unlike.empty()) return configs;
    semantics.assumptions.push_back(
        fmt::format("cilium-config sets {}, but {}", describe(semantics.cilium), enumerate(unlike)));
    if (agree) semantics.cilium.config = configs.begin()->second;
    return configs;
}

}  // namespace

Result<void> read_configuration(const kube::Kubectl& kubectl, const std::string& ns, Semantics& semantics) {
    const auto assume = [&](const std::string& why) {
        semantics.assumptions.push_back("the agents are taken to be configured as installed: " + why);
    };
    auto found = kubectl.get({"configmap", "cilium-config", "-n", ns});
    if (!found) {
        if (found.error().kind == ErrorKind::interrupted) return std::move(found).error();
        assume(found.error().message);
        return {};
    }
    if (!found->has_value()) {
        assume("there is no ConfigMap cilium-config in namespace " + ns);
        return {};
    }
    const auto read = engine::read_agent_config(
        std::make_shared<const Source>(Source{"ConfigMap " + ns + "/cilium-config", yaml::to_json(**found)}));
    if (!read) return environment_error(read.error().message, read.error().remedy);
    semantics.cilium.config = read->config;
    semantics.not_followed = read->not_followed;
    return {};
}

Result<Semantics> read_semantics(const kube::Kubectl& kubectl, kube::Shells& shells, const ClusterOptions& options) {
    Semantics semantics;
    auto found = kubectl.pods(options.cilium_namespace, "k8s-app=cilium");
    if (!found && found.error().kind == ErrorKind::interrupted) return std::move(found).error();
    // Who may not list them learns by the inspection what else is not permitted.
    const auto pods = found ? *std::move(found) : std::vector<kube::Pod>();
    if (pods.empty()) semantics.assumptions.push_back("no agent is found that tells its release");
    const auto releases = read_releases(kubectl, pods, options.release, semantics);
    if (auto checked = check_wanted(releases, options.release); !checked) return std::move(checked).error();
    take(releases, semantics);
    if (auto read = read_configuration(kubectl, options.cilium_namespace, semantics); !read) {
        return std::move(read).error();
    }
    std::vector<Agent> agents;
    for (const auto& pod : pods) {
        if (pod.running && !pod.terminating) agents.push_back({{pod.ns, pod.name}, pod.node});
    }
    const auto configs = follow_agents(shells, std::move(agents), semantics);
    if (!configs) return Error(configs.error());
    tell_apart(releases, *configs, semantics);
    if (semantics.cilium.config.audit) semantics.audited = {"every endpoint"};
    return semantics;
}

Result<std::vector<std::string>> read_audited(kube::Shells& shells, const std::vector<Agent>& agents,
                                              const std::vector<kube::Pod>& pods) {
    const auto endpoints = ask_endpoints(shells, agents);
    if (!endpoints) return Error(endpoints.error());
    std::vector<std::string> audited;
    for (const auto& theirs : *endpoints) {
        for (const auto& endpoint : theirs) {
            const auto pod =
                std::find_if(pods.begin(), pods.end(), [&](const kube::Pod& one) { return one.ip == endpoint.ipv4; });
            if (endpoint.audited && pod != pods.end()) audited.push_back(pod->name);
        }
    }
    std::sort(audited.begin(), audited.end());
    return audited;
}

}  // namespace pgreach::backend
