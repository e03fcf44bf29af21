#include "repro/bundle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/markdown.hpp"
#include "repro/bundle_text.hpp"
#include "repro/objects.hpp"
#include "repro/policies.hpp"

namespace pgreach::repro {
namespace {

using report::markdown_text;

// What a bundle is made of.
struct Parts {
    const Record& record;
    const Cell& cell;
    const Participants& participants;
    const Participant& peer;
    const Participant& target;
    std::vector<AppliedPolicy> policies;

    std::string peer_namespace() const {
        return peer.endpoint.kind == EndpointKind::pod ? peer.endpoint.ns : target.endpoint.ns;
    }
};

// "policies/2-default-deny.yaml": nothing of the record's names but letters, digits and dashes.
std::string file_of(size_t place, const PolicyId& policy) {
    std::string name;
    for (const char c : lower_case(policy.name)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
        if (fits) name += c;
    }
    return fmt::format("policies/{}-{}.yaml", place + 1, name.empty() ? "policy" : name.substr(0, 60));
}

std::string observed_text(const Parts& parts) {
    return std::string(to_string(parts.cell.item->flow()->conclusion.observed));
}

// Always in quotes, so that shellcheck takes no name for arithmetic.
std::string quoted(const std::string& text) {
    std::string value = "'";
    for (const char c : printable_line(text)) value += c == '\'' ? "'\\''" : std::string(1, c);
    return value + "'";
}

std::string settings_text(const Parts& parts) {
    std::string text;
    const auto add = [&](const char* name, const std::string& value) {
        text += fmt::format("{}={}\n", name, quoted(value));
    };
    const auto& flow = *parts.cell.flow;
    add("flow", describe(flow.flow));
    add("claim", std::string(to_string(flow.claim)));
    add("prediction", std::string(to_string(flow.prediction)));
    add("recorded", observed_text(parts));
    add("cluster", parts.participants.cluster);
    add("target_namespace", parts.target.endpoint.ns);
    add("target_role", std::string(to_string(parts.target.instance)));
    add("port", std::to_string(flow.flow.port));
    add("peer_kind", kind_of(parts.peer));
    add("peer_namespace", parts.peer_namespace());
    add("peer_role", parts.peer.is_instance() ? std::string(to_string(parts.peer.instance)) : std::string());
    add("peer_pod", parts.peer.is_instance() ? std::string() : pod_name(parts.peer));
    std::set<std::string> namespaces = {parts.target.endpoint.ns, parts.peer_namespace()};
    for (const auto& policy : parts.policies) namespaces.insert(policy.text->policy.ns);
    namespaces.erase("");
    text += "namespaces=(";
    for (const auto& ns : namespaces) {
        text += (text.ends_with('(') ? "" : " ") + quoted(ns);
    }
    text += ")\n# file, namespace, validation of kubectl, what became of it in the run\npolicies=(";
    for (size_t i = 0; i < parts.policies.size(); ++i) {
        const auto& [policy, admission] = parts.policies[i];
        text += "\n  " + quoted(fmt::format("{}|{}|{}|{}", file_of(i, policy->policy), policy->policy.ns,
                                            to_string(admission->validation), to_string(admission->observed.result)));
    }
    return text + (parts.policies.empty() ? ")\n" : "\n)\n");
}

std::string versions_text(const Parts& parts) {
    const auto& record = parts.record;
    std::string text = fmt::format("run: {}\nbegan: {}\nbackend: {}\nsemantics: Cilium {}\n", record.command,
                                   record.started, record.backend, record.cilium.release);
    for (const auto& [name, version] : record.versions) text += fmt::format("{}: {}\n", name, version);
    for (const auto& [option, value] : record.cilium.configuration) text += fmt::format("{}: {}\n", option, value);
    return printable(text);
}

std::string readme_text(const Parts& parts, const std::vector<BundleFile>& files) {
    const auto& flow = *parts.cell.flow;
    const auto& scenario = *parts.cell.scenario;
    std::string listed;
    for (const auto& file : files) listed += fmt::format("* `{}`\n", file.path);
    std::string versions;
    for (const auto& line : split(trim(versions_text(parts)), '\n')) versions += "    " + line + "\n";
    const auto& because = parts.cell.item->text;
    const auto seen = observed_text(parts);
    return fill_in(
        bundle_text::readme,
        {{"flow", markdown_text(describe(flow.flow))},
         {"sentence", fmt::format("Scenario {}, step {}: {}", markdown_text(scenario.name),
                                  markdown_text(scenario.steps[parts.cell.step].name), markdown_text(scenario.title))},
         {"claim", std::string(to_string(flow.claim))},
         {"prediction", std::string(to_string(flow.prediction))},
         {"observation", seen},
         {"judgement", parts.cell.item->judgement ? std::string(to_string(*parts.cell.item->judgement)) : "none"},
         {"because", because.empty() ? "" : markdown_text(because) + "\n"},
         {"reason", markdown_text(flow.reason.empty() ? "the record does not tell" : flow.reason)},
         {"cluster", markdown_text(parts.participants.cluster)},
         {"files", listed},
         {"versions", versions}});
}

std::vector<BundleFile> write_files(const Parts& parts) {
    const bool replica = parts.target.instance == InstanceRole::replica || parts.peer.instance == InstanceRole::replica;
    std::vector<BundleFile> files = {
        {"repro.sh", fill_in(bundle_text::script, {{"settings", settings_text(parts)}}), true},
        {"database.yaml", database_manifest(parts.participants, parts.target, replica)}};
    if (!parts.peer.is_instance()) files.push_back({"peer.yaml", peer_manifest(parts.peer, parts.peer_namespace())});
    for (size_t i = 0; i < parts.policies.size(); ++i) {
        files.push_back({file_of(i, parts.policies[i].text->policy), parts.policies[i].text->text});
    }
    files.push_back({"participants.yaml", participants_file(parts.participants, parts.peer, parts.target)});
    files.push_back({"versions.txt", versions_text(parts)});
    files.push_back({"README.md", readme_text(parts, files)});
    return files;
}

Error cannot_show(const std::string& what, const std::string& remedy) {
    return {ErrorKind::usage, "kubectl alone cannot show this flow: " + what, remedy};
}

}  // namespace

Result<std::vector<BundleFile>> make_bundle(const Record& record, const Cell& cell) {
    const auto participants =
        std::find_if(record.participants.begin(), record.participants.end(),
                     [&](const Participants& one) { return one.name == cell.scenario->participants; });
    const auto* peer = participants == record.participants.end() ? nullptr : participants->find(cell.flow->flow.from);
    const auto* target = participants == record.participants.end() ? nullptr : participants->find(cell.flow->flow.to);
    if (peer == nullptr || target == nullptr) {
        return Error{ErrorKind::usage,
                     "the record does not tell who '" + printable_line(cell.flow->flow.from) + "' and '" +
                         printable_line(cell.flow->flow.to) + "' are",
                     "it is of an older version: run the scenario again"};
    }
    if (kind_of(*peer).empty()) {
        return cannot_show("'" + printable_line(peer->endpoint.name) + "' is no pod and no node",
                           "choose a flow that comes from a pod or a node");
    }
    if (!target->is_instance()) {
        return cannot_show("'" + printable_line(target->endpoint.name) + "' is no instance of the database",
                           "choose a flow to an instance");
    }
    const auto seen = cell.item->flow()->conclusion.observed;
    if (seen == Observed::unclear) {
        return cannot_show("the run could not tell whether it was open", "choose a flow that was open or closed");
    }
    auto policies = policies_that_matter(record, cell, *participants);
    if (!policies) return policies.error();
    return write_files({record, cell, *participants, *peer, *target, *std::move(policies)});
}

}  // namespace pgreach::repro
