#include "kube/json.hpp"
#include "audit/report.hpp"
#include "model/names.hpp"

namespace pgreach::audit {
namespace {

using kube::object;
using kube::text;
using yaml::make_boolean;
using yaml::make_integer;
using yaml::make_list;
using yaml::Node;

Node name_node(std::string_view value) {
    return text(std::string(value));
}

Node texts_node(const std::vector<std::string>& values) {
    std::vector<Node> items;
    for (const auto& value : values) items.push_back(text(value));
    return make_list(std::move(items));
}

Node labels_node(const Labels& labels) {
    Node map = object({});
    for (const auto& [key, value] : labels) kube::set(map, key, text(value));
    return map;
}

Node side_node(const engine::DirectionDecision& side) {
    return object({{"verdict", name_node(pgreach::to_string(side.verdict))},
                   {"by", text(side.by)},
                   {"reason", text(side.reason)},
                   {"enforced", make_boolean(side.enforced)}});
}

Node peer_node(const Peer& peer) {
    return object({{"name", text(peer.name)},
                   {"owner", text(peer.owner)},
                   {"twin", make_boolean(peer.twin)},
                   {"namespace", text(peer.pod.ns)},
                   {"pod", text(peer.pod.name)},
                   {"node", text(peer.node)},
                   {"serviceAccount", text(peer.service_account)},
                   {"labels", labels_node(peer.labels)},
                   {"remarks", texts_node(peer.remarks)},
                   {"refused", text(peer.refused)}});
}

Node attempt_node(const Attempt& attempt) {
    return object({{"end", name_node(pgreach::to_string(attempt.end))},
                   {"reached", name_node(pgreach::to_string(attempt.reached))},
                   {"source", text(attempt.source)},
                   {"destination", text(attempt.destination)},
                   {"duration_us", make_integer(attempt.duration_us)},
                   {"answered_by", text(attempt.answered_by)},
                   {"error", text(attempt.error)}});
}

Node evidence_node(const Evidence& evidence) {
    return object({{"kind", name_node(pgreach::to_string(evidence.kind))},
                   {"source", text(evidence.source)},
                   {"destination", text(evidence.destination)},
                   {"detail", text(evidence.detail)}});
}

Node observation_node(const JudgedFlow& judged) {
    std::vector<Node> attempts;
    std::vector<Node> events;
    for (const auto& attempt : judged.observation.attempts) attempts.push_back(attempt_node(attempt));
    for (const auto& event : judged.observation.evidence) events.push_back(evidence_node(event));
    return object({{"observed", name_node(pgreach::to_string(judged.conclusion.observed))},
                   {"reason", text(judged.conclusion.reason())},
                   {"tries", make_integer(judged.tries)},
                   {"attempts", make_list(std::move(attempts))},
                   {"evidence", make_list(std::move(events))}});
}

Node flow_node(const Report& report, const JudgedFlow& judged) {
    const AuditFlow& flow = report.plan.flows[judged.flow];
    std::vector<std::string> needs;
    for (const auto* need : flow.needs) needs.emplace_back(need->name);
    Node node = object({{"from", text(flow.flow.from)},
                        {"to", text(flow.flow.to)},
                        {"protocol", name_node(pgreach::to_string(flow.flow.protocol))},
                        {"port", make_integer(flow.flow.port)},
                        {"database", text(flow.database)},
                        {"judgement", name_node(to_string(judged.agreement))},
                        {"predicted", name_node(pgreach::to_string(flow.decision.verdict()))},
                        {"ingress", side_node(flow.decision.ingress)},
                        {"egress", side_node(flow.decision.egress)},
                        {"needs", texts_node(needs)},
                        {"observation", observation_node(judged)}});
    if (judged.claim) kube::set(node, "claim", name_node(pgreach::to_string(*judged.claim)));
    return node;
}

}  // namespace

std::string to_json(const Report& report) {
    std::vector<Node> peers;
    std::vector<Node> flows;
    std::vector<Node> findings;
    for (const auto& peer : report.plan.peers) peers.push_back(peer_node(peer));
    for (const auto& judged : report.flows) flows.push_back(flow_node(report, judged));
    for (const auto& finding : report.findings) {
        findings.push_back(object({{"weight", text(std::string(to_string(finding.weight)))},
                                   {"code", text(finding.code)},
                                   {"text", text(finding.text)}}));
    }
    return yaml::to_json(object({{"schema", text("pgreach audit v1")},
                                 {"context", text(report.context)},
                                 {"started", text(report.started)},
                                 {"cilium", text(report.cilium)},
                                 {"summary", text(summary(report))},
                                 {"exit", make_integer(report.exit_code())},
                                 {"databases", texts_node(report.plan.databases())},
                                 {"peers", make_list(std::move(peers))},
                                 {"flows", make_list(std::move(flows))},
                                 {"findings", make_list(std::move(findings))},
                                 {"notes", texts_node(report.notes)}})) +
           "\n";
}

}  // namespace pgreach::audit
