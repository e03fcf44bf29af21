#include "docs/starter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "docs/scenarios.hpp"
#include "engine/policy_set.hpp"
#include "model/names.hpp"
#include "yaml/node.hpp"

namespace pgreach::docs {
namespace {

namespace fs = std::filesystem;

// As YAML reads it back, whatever it is.
std::string quoted(const std::string& text) {
    return yaml::to_json(yaml::make_string(text));
}

std::string labels_text(const Labels& labels) {
    std::vector<yaml::Entry> entries;
    for (const auto& [key, value] : labels) entries.push_back({key, {}, yaml::make_string(value)});
    return yaml::to_json(yaml::make_map(std::move(entries)));
}

std::string member_text(const Participant& member) {
    const auto& endpoint = member.endpoint;
    std::string text = "  - {name: " + quoted(endpoint.name);
    if (endpoint.kind != EndpointKind::pod) text += ", kind: " + std::string(to_string(endpoint.kind));
    if (!endpoint.ns.empty()) text += ", namespace: " + quoted(endpoint.ns);
    if (!endpoint.cidr.empty()) text += ", cidr: " + quoted(endpoint.cidr);
    if (member.target()) text += ", instance: " + std::string(to_string(member.instance));
    if (member.status_path != "/") text += ", status_path: " + quoted(member.status_path);
    if (!endpoint.labels.empty()) text += ", labels: " + labels_text(endpoint.labels);
    return text + "}\n";
}

std::string participants_text(const Participants& participants) {
    std::string text = "# Who tries the example: derived from its selectors, near misses included.\n";
    text +=
        fmt::format("participants: {}\ncluster: {}\nports:\n", quoted(participants.name), quoted(participants.cluster));
    for (const auto& port : participants.ports) {
        text += fmt::format("  - {{number: {}, purpose: {}}}\n", port.number, to_string(port.purpose));
    }
    text += "members:\n";
    for (const auto& member : participants.members) text += member_text(member);
    return text;
}

// Who reaches a port of a target, in the order of the participants; for an instance the word that means all of them.
std::vector<std::string> allowed_to(const scenario::Scenario& scenario, const Participant& target, int port,
                                    bool instances_alike) {
    std::vector<std::string> allowed;
    for (const auto& member : scenario.participants.members) {
        const auto claim =
            scenario.steps[0].claims.find({member.endpoint.name, target.endpoint.name, Protocol::tcp, port});
        if (claim == scenario.steps[0].claims.end() || claim->second != Verdict::allow) continue;
        const auto word = instances_alike && member.target() ? "instances" : quoted(member.endpoint.name);
        if (allowed.empty() || allowed.back() != word) allowed.push_back(word);
    }
    return allowed;
}

std::string claim_text(const std::string& to, const std::vector<std::string>& ports,
                       const std::vector<std::string>& allowed) {
    const auto who = allowed.empty() ? std::string("deny: all") : "allow: [" + join(allowed, ", ") + "], deny: rest";
    return "  - {to: " + to + ", ports: [" + join(ports, ", ") + "], " + who + "}\n";
}

// One line for ports of which the same is true; one for each target where they are not alike.
std::string claims_text(const scenario::Scenario& scenario) {
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> alike;  // ports by who is allowed
    std::string others;
    const auto& members = scenario.participants.members;
    for (const auto& port : scenario.participants.ports) {
        std::set<std::vector<std::string>> all;
        for (const auto& member : members) {
            if (member.target()) all.insert(allowed_to(scenario, member, port.number, true));
        }
        const auto number = std::to_string(port.number);
        if (all.size() == 1) {
            const auto same = std::find_if(alike.begin(), alike.end(),
                                           [&](const auto& entry) { return entry.first == *all.begin(); });
            if (same == alike.end()) {
                alike.push_back({*all.begin(), {number}});
            } else {
                same->second.push_back(number);
            }
            continue;
        }
        for (const auto& member : members) {
            if (!member.target()) continue;
            others +=
                claim_text(quoted(member.endpoint.name), {number}, allowed_to(scenario, member, port.number, false));
        }
    }
    std::string text;
    for (const auto& [allowed, ports] : alike) text += claim_text("instances", ports, allowed);
    return text + others;
}

std::string scenario_text(const scenario::Scenario& scenario, const fs::path& page, const engine::Cilium& cilium) {
    std::string text =
        "# The claims are what Cilium's semantics make of the example today. Hold each against what the page "
        "says, and\n# write what it says: pgreach run then tells where the two differ.\n";
    text += fmt::format("name: {}\ntitle: {}\n", quoted(scenario.name), quoted(scenario.title));
    text += fmt::format("page: {{file: {}, heading: {}, block: {}}}\n", quoted(page.generic_string()),
                        quoted(scenario.page->heading), scenario.page->block);
    text += "participants: " + quoted(scenario.participants.name) + "\npolicies:\n";
    engine::PolicySet policies(cilium);
    std::set<std::string> named;
    for (const auto& policy : scenario.steps[0].apply) {
        if (!named.insert(policy.name).second) continue;
        text += "  - page: " + quoted(policy.name);
        const auto admission = policies.apply(policy, FieldValidation::strict);
        if (admission.result != AdmissionResult::accepted) {
            text += fmt::format("  # {}: pgreach run tells so as a docs-defect", to_string(admission.result));
        }
        text += "\n";
    }
    return text + "claims:\n" + claims_text(scenario);
}

}  // namespace

FileTexts starters_for(const CheckResult& result, const fs::path& folder, const engine::Cilium& cilium) {
    FileTexts files;
    std::vector<std::string> taken;
    std::error_code ignored;
    for (const auto& page : result.pages) {
        const auto path = fs::proximate(page.source->name, folder, ignored);
        for (const auto& one : page.examples) {
            if (one.example.known != nullptr) continue;
            for (const auto& scenario : scenarios_for(one.example, page.source->name, cilium, taken)) {
                files[scenario.name + ".yaml"] = scenario_text(scenario, path, cilium);
                files[fs::path("participants") / (scenario.name + ".yaml")] = participants_text(scenario.participants);
            }
        }
    }
    return files;
}

}  // namespace pgreach::docs
