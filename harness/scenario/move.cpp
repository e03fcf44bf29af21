#include "scenario/move.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::scenario {
namespace {

// With or without the source of the label, or Cilium's prefix for those of namespaces:
// "k8s:io.kubernetes.pod.namespace", "io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name".
bool names_namespace(std::string_view key) {
    constexpr std::array labels = {std::string_view("io.kubernetes.pod.namespace"),
                                   std::string_view("kubernetes.io/metadata.name")};
    return std::any_of(labels.begin(), labels.end(), [&](std::string_view label) {
        if (!key.ends_with(label)) return false;
        const char before = key.size() == label.size() ? ':' : key[key.size() - label.size() - 1];
        return before == ':' || before == '.';
    });
}

class Move {
  public:
    Move(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}

    void ns(std::string& name) const {
        if (name == from_) name = to_;
    }

    void participants(Participants& participants) const {
        for (auto& member : participants.members) ns(member.endpoint.ns);
        std::map<std::string, Labels> elsewhere;
        for (auto& [name, labels] : participants.namespaces) {
            for (auto& [key, value] : labels) {
                if (names_namespace(key)) ns(value);
            }
            elsewhere.emplace(name == from_ ? to_ : name, std::move(labels));
        }
        participants.namespaces = std::move(elsewhere);
    }

    void policy(manifest::Manifest& manifest) const {
        ns(manifest.ns);
        for (auto& entry : manifest.document.entries) {
            if (entry.key != "metadata") {
                selectors(entry.value);
                continue;
            }
            for (auto& field : entry.value.entries) {
                if (field.key == "namespace") ns(field.value.text);
            }
        }
    }

    // A policy of a known defect by the namespace that it is applied in.
    void defect(KnownDefect& defect) const {
        std::map<PolicyId, AdmissionResult> admissions;
        for (const auto& [id, result] : defect.admissions) {
            PolicyId elsewhere = id;
            ns(elsewhere.ns);
            admissions.emplace(std::move(elsewhere), result);
        }
        defect.admissions = std::move(admissions);
    }

  private:
    void selectors(yaml::Node& node) const {
        const yaml::Node* key = node.find("key");
        const bool expression = key != nullptr && names_namespace(key->text);
        for (auto& item : node.items) selectors(item);
        for (auto& entry : node.entries) {
            selectors(entry.value);
            if (names_namespace(entry.key)) ns(entry.value.text);
            if (!expression || entry.key != "values") continue;
            for (auto& value : entry.value.items) ns(value.text);
        }
    }

    std::string from_;
    std::string to_;
};

// Null where nobody is.
const Participant* find_member_in(const Scenario& scenario, const std::string& ns) {
    for (const auto& member : scenario.participants.members) {
        if (member.endpoint.ns == ns) return &member;
    }
    return nullptr;
}

// Null where there is none; what a step removes, one before it has applied.
const manifest::Manifest* find_clusterwide(const Scenario& scenario) {
    for (const auto& step : scenario.steps) {
        for (const auto& manifest : step.apply) {
            const auto* kind = manifest::find_policy_kind(manifest.kind);
            if (kind != nullptr && !kind->namespaced) return &manifest;
        }
    }
    return nullptr;
}

Result<void> check_move(const std::vector<Scenario>& scenarios, const std::string& ns) {
    std::vector<std::string> policies;
    std::vector<std::string> names;
    for (const auto& scenario : scenarios) {
        if (const auto* member = find_member_in(scenario, ns); member != nullptr) {
            return Error{ErrorKind::usage,
                         "participant " + member->endpoint.name + " of scenario " + scenario.name +
                             " is in namespace " + ns + " already",
                         "name a namespace that is not there, and that no participant is in"};
        }
        const auto* policy = find_clusterwide(scenario);
        if (policy == nullptr) continue;
        policies.push_back(manifest::describe(*policy) + " of scenario " + scenario.name);
        names.push_back(scenario.name);
    }
    if (policies.empty()) return {};
    return Error{ErrorKind::usage,
                 enumerate(policies) + " would be in force in the whole cluster, not in " + ns + " alone",
                 "name scenarios other than " + enumerate(names) + ", or run it on backend kind"};
}

}  // namespace

std::string home_of(const Participants& participants) {
    const auto target = std::find_if(participants.members.begin(), participants.members.end(),
                                     [](const Participant& one) { return one.is_instance(); });
    return target == participants.members.end() ? "default" : target->endpoint.ns;
}

Scenario moved(Scenario scenario, const std::string& ns) {
    const Move move(home_of(scenario.participants), ns);
    move.participants(scenario.participants);
    for (auto& step : scenario.steps) {
        for (auto* manifests : {&step.apply, &step.remove}) {
            for (auto& manifest : *manifests) move.policy(manifest);
        }
        for (auto& defect : step.known_defects) move.defect(defect);
    }
    return scenario;
}

Result<std::vector<Scenario>> move_all(std::vector<Scenario> scenarios, const std::string& ns) {
    if (auto checked = check_move(scenarios, ns); !checked) return std::move(checked).error();
    for (auto& scenario : scenarios) scenario = moved(std::move(scenario), ns);
    return scenarios;
}

}  // namespace pgreach::scenario
