#include "kube/hubble.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

constexpr std::int64_t policy_verdict_event = 5;  // Cilium's monitor message types

std::string name_of(const yaml::Node& side) {
    const std::string pod = text_at(side, {"pod_name"});
    if (!pod.empty()) return text_at(side, {"namespace"}) + "/" + pod;
    for (const auto& label : items_at(side, {"labels"})) {
        if (label.text.rfind("reserved:", 0) == 0) return label.text;
    }
    return {};
}

// The agent labels rules with the object that they come from (Cilium, pkg/k8s/apis/cilium.io/utils: GetPolicyLabels).
std::string kind_of(const yaml::Node& policy) {
    constexpr std::string_view key = "k8s:io.cilium.k8s.policy.derived-from=";
    for (const auto& label : items_at(policy, {"labels"})) {
        if (label.text.starts_with(key)) return label.text.substr(key.size());
    }
    return {};
}

std::vector<std::string> labels_of(const yaml::Node& flow, std::string_view side) {
    std::vector<std::string> labels;
    for (const auto& label : items_at(flow, {side, "labels"})) labels.push_back(label.text);
    return labels;
}

std::vector<PolicyId> read_allowed_by(const yaml::Node& flow, std::string_view key) {
    std::vector<PolicyId> policies;
    for (const auto& policy : items_at(flow, {key})) {
        const std::string name = text_at(policy, {"name"});
        if (!name.empty()) policies.push_back({kind_of(policy), text_at(policy, {"namespace"}), name});
    }
    return policies;
}

std::optional<HubbleEvent::Verdict> read_verdict(const yaml::Node& flow) {
    const std::string verdict = text_at(flow, {"verdict"});
    if (verdict == "DROPPED") return HubbleEvent::Verdict::dropped;
    if (verdict == "FORWARDED") return HubbleEvent::Verdict::forwarded;
    if (verdict == "AUDIT") return HubbleEvent::Verdict::audited;
    return std::nullopt;  // ERROR, REDIRECTED, …: not what a policy of ours can bring about
}

}  // namespace

std::optional<HubbleEvent> read_hubble_line(std::string_view line) {
    const auto parsed = read_json(line);
    if (!parsed) return std::nullopt;
    const yaml::Node* flow = parsed->find("flow");
    if (flow == nullptr) return std::nullopt;
    const bool tcp = at(*flow, {"l4", "TCP"}) != nullptr;
    if (!tcp && at(*flow, {"l4", "UDP"}) == nullptr) return std::nullopt;
    const std::string_view l4 = tcp ? "TCP" : "UDP";
    const auto verdict = read_verdict(*flow);
    if (!verdict) return std::nullopt;
    const std::string direction = text_at(*flow, {"traffic_direction"});
    return HubbleEvent{
        .verdict = *verdict,
        .protocol = tcp ? Protocol::tcp : Protocol::udp,
        .source_ip = text_at(*flow, {"IP", "source"}),
        .source_port = static_cast<int>(integer_at(*flow, {"l4", l4, "source_port"})),
        .destination_ip = text_at(*flow, {"IP", "destination"}),
        .destination_port = static_cast<int>(integer_at(*flow, {"l4", l4, "destination_port"})),
        .direction = direction,
        .drop_reason = text_at(*flow, {"drop_reason_desc"}),
        .source_name = flow->find("source") != nullptr ? name_of(*flow->find("source")) : std::string(),
        .source_labels = labels_of(*flow, "source"),
        .destination_labels = labels_of(*flow, "destination"),
        .allowed_by = read_allowed_by(*flow, direction == "EGRESS" ? "egress_allowed_by" : "ingress_allowed_by"),
        .time = text_at(*flow, {"time"}),
        .from_policy = integer_at(*flow, {"event_type", "type"}) == policy_verdict_event,
    };
}

std::int64_t lost_events(std::string_view line) {
    if (line.find("lost_events") == std::string_view::npos) return 0;
    const auto parsed = read_json(line);
    if (!parsed) return 0;
    // protobuf writes 64 bit numbers as strings
    const std::string number = text_at(*parsed, {"lost_events", "num_events_lost"});
    std::int64_t lost = 0;
    std::from_chars(number.data(), number.data() + number.size(), lost);
    return lost;
}

std::string describe(const HubbleEvent& event) {
    std::string text =
        fmt::format("hubble: {}{}{}:{} → {}:{} ", event.source_name, event.source_name.empty() ? "" : " ",
                    event.source_ip, event.source_port, event.destination_ip, event.destination_port);
    if (event.verdict == HubbleEvent::Verdict::dropped) return text + "dropped, " + event.drop_reason;
    if (event.verdict == HubbleEvent::Verdict::audited) return text + "let pass by audit mode, though policy denies it";
    text += "forwarded";
    return event.allowed_by.empty() ? text : text + ", allowed by " + pgreach::describe(event.allowed_by);
}

}  // namespace pgreach::kube
