#include "backend/cluster/diagnostics.hpp"

#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

struct Question {
    std::string file;
    std::vector<std::string> arguments;
};

std::vector<Question> questions_of(const ClusterOptions& options, const std::vector<Agent>& agents) {
    const std::string& ns = options.database_namespace;
    std::vector<Question> questions = {
        {"policies.yaml",
         {"get", "ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies,networkpolicies", "-A", "-o", "yaml"}},
        {"pods.txt", {"get", "pods", "-A", "-o", "wide", "--show-labels"}},
        {"events.txt", {"get", "events", "-A", "--sort-by=.lastTimestamp"}},
        {"nodes.txt", {"get", "nodes", "-o", "wide"}},
        {"database.yaml", {"get", cnpg::clusters_resource, options.database, "-n", ns, "-o", "yaml"}},
        {"ciliumendpoints.txt", {"get", "ciliumendpoints", "-A"}},
        {"instances.log",
         {"logs", "-n", ns, "-l", std::string(cnpg::cluster_label) + "=" + options.database, "--tail=400", "--prefix"}},
        {"operator.log",
         {"logs", "-n", options.operator_namespace, "-l", cnpg::operator_selector(), "--tail=400", "--prefix"}},
    };
    for (const auto& agent : agents) {
        const auto ask = [&](const std::string& file, std::vector<std::string> argv) {
            std::vector<std::string> arguments = {"-n", agent.pod.ns,   "exec", agent.pod.name,
                                                  "-c", "cilium-agent", "--"};
            arguments.insert(arguments.end(), argv.begin(), argv.end());
            questions.push_back({file + "-" + agent.node + ".txt", std::move(arguments)});
        };
        ask("agent-status", {"cilium-dbg", "status", "--verbose"});
        ask("agent-endpoints", {"cilium-dbg", "endpoint", "list"});
        ask("agent-policies", {"cilium-dbg", "policy", "get"});
        ask("agent-selectors", {"cilium-dbg", "policy", "selectors"});
        ask("flows", {"hubble", "observe", "--last", "500"});
        questions.push_back({"agent-" + agent.node + ".log",
                             {"logs", "-n", agent.pod.ns, agent.pod.name, "-c", "cilium-agent", "--tail=400"}});
    }
    return questions;
}

}  // namespace

std::string redact(std::string text, const std::vector<std::string>& secrets) {
    for (const auto& secret : secrets) {
        if (secret.empty()) continue;
        for (size_t found = text.find(secret); found != std::string::npos; found = text.find(secret, found)) {
            text.replace(found, secret.size(), "…");
        }
    }
    return text;
}

std::string write_diagnostics(const kube::Kubectl& kubectl, const ClusterOptions& options,
                              const std::vector<Agent>& agents, const std::vector<std::string>& secrets,
                              const std::string& folder) {
    if (!kubectl.output({"version"}, {}, std::chrono::seconds(5))) {
        return "no diagnostics: the API server does not answer";
    }
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) return "diagnostics cannot be written to " + folder + ": " + failed.message();
    std::vector<std::string> unanswered;
    const std::filesystem::path place = folder;
    for (const auto& [file, arguments] : questions_of(options, agents)) {
        const auto answer = kubectl.run(arguments, {}, std::chrono::seconds(15));
        std::string text = answer ? answer->out + answer->err : answer.error().message;
        if (!answer || !answer->exit.success()) unanswered.push_back(file);
        // Best effort: what cannot be written is missed by the reader, and nothing else hangs on it.
        (void)write_file(place / file, redact(std::move(text), secrets));
    }
    std::string report = "diagnostics: " + folder;
    if (!unanswered.empty()) report += " (no answer for " + enumerate(unanswered) + ")";
    return report;
}

}  // namespace pgreach::backend
