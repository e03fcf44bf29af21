#include "model/names.hpp"

#include <array>
#include <cstddef>

namespace pgreach {
namespace {

// The names of an enum in the order of its values. The specialisations below are the only place where a name is
// spelled.
template <typename Enum>
struct Names;

template <>
struct Names<EndpointKind> {
    static constexpr std::array<std::string_view, 6> all = {"pod",   "host", "remote-node", "kube-apiserver",
                                                            "world", "cidr"};
};
template <>
struct Names<Protocol> {
    static constexpr std::array<std::string_view, 3> all = {"TCP", "UDP", "SCTP"};
};
template <>
struct Names<Verdict> {
    static constexpr std::array<std::string_view, 2> all = {"allow", "deny"};
};
template <>
struct Names<Milestone> {
    static constexpr std::array<std::string_view, 6> all = {"none", "dns", "tcp", "tls", "authentication", "query"};
};
template <>
struct Names<AttemptEnd> {
    static constexpr std::array<std::string_view, 5> all = {"answered", "timed-out", "dropped", "refused", "failed"};
};
template <>
struct Names<EvidenceKind> {
    static constexpr std::array<std::string_view, 3> all = {"drop-event", "forward-event", "audit-event"};
};
template <>
struct Names<DoubtCause> {
    static constexpr std::array<std::string_view, 18> all = {
        "not-attempted",  "not-in-force",   "evidence-lost", "failover",     "server-died", "recorded",
        "refused",        "failed",         "contradictory", "other-target", "other-event", "silence",
        "paths-disagree", "control-failed", "no-control",    "nodes-differ", "baseline",    "audited"};
};
template <>
struct Names<Observed> {
    static constexpr std::array<std::string_view, 3> all = {"open", "closed", "unclear"};
};
template <>
struct Names<AdmissionResult> {
    static constexpr std::array<std::string_view, 4> all = {"accepted", "refused", "pruned", "rejected"};
};
template <>
struct Names<FieldValidation> {
    static constexpr std::array<std::string_view, 2> all = {"strict", "ignore"};
};
template <>
struct Names<Judgement> {
    static constexpr std::array<std::string_view, 6> all = {"conforms",     "docs-defect", "known-defect",
                                                            "stale-defect", "deviation",   "inconclusive"};
};

template <>
struct Names<PortPurpose> {
    static constexpr std::array<std::string_view, 8> all = {"postgresql", "status", "metrics", "https",
                                                            "http",       "tcp",    "udp",     "dns"};
};
template <>
struct Names<InstanceRole> {
    static constexpr std::array<std::string_view, 3> all = {"none", "primary", "replica"};
};
template <>
struct Names<HealthState> {
    static constexpr std::array<std::string_view, 3> all = {"working", "broken", "unclear"};
};
template <>
struct Names<ConnectionKind> {
    static constexpr std::array<std::string_view, 2> all = {"new", "established"};
};
template <>
struct Names<SampleOutcome> {
    static constexpr std::array<std::string_view, 4> all = {"answered", "silent", "refused", "failed"};
};

template <typename Enum>
std::string_view name_of(Enum value) {
    return Names<Enum>::all.at(static_cast<size_t>(value));
}

}  // namespace

std::string_view to_string(EndpointKind kind) {
    return name_of(kind);
}
std::string_view to_string(Protocol protocol) {
    return name_of(protocol);
}
std::string_view to_string(Verdict verdict) {
    return name_of(verdict);
}
std::string_view to_string(Milestone milestone) {
    return name_of(milestone);
}
std::string_view to_string(AttemptEnd end) {
    return name_of(end);
}
std::string_view to_string(EvidenceKind kind) {
    return name_of(kind);
}
std::string_view to_string(DoubtCause cause) {
    return name_of(cause);
}
std::string_view to_string(Observed observed) {
    return name_of(observed);
}
std::string_view to_string(AdmissionResult result) {
    return name_of(result);
}
std::string_view to_string(FieldValidation validation) {
    return name_of(validation);
}
std::string_view to_string(Judgement judgement) {
    return name_of(judgement);
}
std::string_view to_string(PortPurpose purpose) {
    return name_of(purpose);
}
std::string_view to_string(InstanceRole role) {
    return name_of(role);
}
std::string_view to_string(HealthState state) {
    return name_of(state);
}
std::string_view to_string(ConnectionKind kind) {
    return name_of(kind);
}
std::string_view to_string(SampleOutcome outcome) {
    return name_of(outcome);
}

template <typename Enum>
std::optional<Enum> from_string(std::string_view name) {
    for (size_t i = 0; i < Names<Enum>::all.size(); ++i) {
        if (Names<Enum>::all[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

template std::optional<EndpointKind> from_string(std::string_view);
template std::optional<Protocol> from_string(std::string_view);
template std::optional<Verdict> from_string(std::string_view);
template std::optional<Milestone> from_string(std::string_view);
template std::optional<AttemptEnd> from_string(std::string_view);
template std::optional<EvidenceKind> from_string(std::string_view);
template std::optional<DoubtCause> from_string(std::string_view);
template std::optional<Observed> from_string(std::string_view);
template std::optional<AdmissionResult> from_string(std::string_view);
template std::optional<FieldValidation> from_string(std::string_view);
template std::optional<Judgement> from_string(std::string_view);
template std::optional<PortPurpose> from_string(std::string_view);
template std::optional<InstanceRole> from_string(std::string_view);
template std::optional<HealthState> from_string(std::string_view);
template std::optional<ConnectionKind> from_string(std::string_view);
template std::optional<SampleOutcome> from_string(std::string_view);

template <typename Enum>
std::vector<std::string> all_names() {
    return {Names<Enum>::all.begin(), Names<Enum>::all.end()};
}

template std::vector<std::string> all_names<Protocol>();
template std::vector<std::string> all_names<EndpointKind>();
template std::vector<std::string> all_names<AdmissionResult>();
template std::vector<std::string> all_names<FieldValidation>();
template std::vector<std::string> all_names<PortPurpose>();
template std::vector<std::string> all_names<InstanceRole>();

}  // namespace pgreach
