#pragma once

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "unit/lint/support.hpp"

namespace pgreach::lint {

inline const std::string instances = "  endpointSelector: {matchLabels: {cnpg.io/cluster: pg}}\n";
inline const std::string every_pod = "  endpointSelector: {}\n";

inline std::string allow(const std::string& peer, const std::string& port) {
    return "{fromEndpoints: [{" + peer + "}], toPorts: [{ports: [{port: \"" + port + "\", protocol: TCP}]}]}";
}
inline const std::string from_app = allow("matchLabels: {app: web}", "5432");
inline const std::string from_cluster = allow("matchLabels: {cnpg.io/cluster: pg}", "5432");
inline const std::string from_cluster_status = allow("matchLabels: {cnpg.io/cluster: pg}", "8000");
inline const std::string from_operator = allow("matchLabels: {io.kubernetes.pod.namespace: cnpg-system}", "8000");
inline const std::string from_api_server = "{fromEntities: [kube-apiserver], toPorts: [{ports: [{port: \"8000\"}]}]}";
inline const std::string all_of_cnpg = join({from_cluster, from_cluster_status, from_operator, from_api_server}, ", ");

inline std::string cluster_object(const std::string& spec) {
    return "---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pg, namespace: default}\nspec: " +
           spec + "\n";
}

// The needs that are warned of, in order, without "-closed"; other codes as they are.
inline Texts closed(const LintResult& report) {
    Texts result;
    for (std::string code : codes(report)) {
        constexpr std::string_view suffix = "-closed";
        if (code.ends_with(suffix)) code.resize(code.size() - suffix.size());
        result.push_back(code);
    }
    return result;
}
inline Texts closed(const std::string& text, const Options& options = {}) {
    return closed(lint_text(text, options));
}
inline Texts closed_ingress(const std::string& subject, const Texts& rules, const Options& options = {}) {
    return closed(cilium_policy(subject + "  ingress: [" + join(rules, ", ") + "]\n"), options);
}
inline const Texts everything_inward = {"replication", "operator", "isolation-check", "status-command"};

}  // namespace pgreach::lint
