#include "scenario/move.hpp"

#include <algorithm>
#include <utility>

namespace pgreach::scenario {
namespace {

constexpr std::string_view namespace_label = "io.kubernetes.pod.namespace";

// With or without the source of the label: "k8s:io.kubernetes.pod.namespace".
bool names_namespace(std::string_view key) {
    return key.ends_with(namespace_label) &&
           (key.size() == namespace_label.size() || key[key.size() - namespace_label.size() - 1] == ':');
}

class Move {
  public:
    Move(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}

    void ns(std::string& name) const {
        if (name == from_) name = to_;
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

}  // namespace

std::string home_of(const Participants& participants) {
    const auto target = std::find_if(participants.members.begin(), participants.members.end(),
                                     [](const Participant& one) { return one.is_instance(); });
    return target == participants.members.end() ? "default" : target->endpoint.ns;
}

Scenario moved(Scenario scenario, const std::string& ns) {
    const Move move(home_of(scenario.participants), ns);
    for (auto& member : scenario.participants.members) move.ns(member.endpoint.ns);
    for (auto& step : scenario.steps) {
        for (auto* manifests : {&step.apply, &step.remove}) {
            for (auto& manifest : *manifests) move.policy(manifest);
        }
        for (auto& defect : step.known_defects) move.defect(defect);
    }
    return scenario;
}

}  // namespace pgreach::scenario
