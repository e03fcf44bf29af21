#include <algorithm>
#include <iterator>
#include <string_view>

#include "reach/compare_render.hpp"
#include "reach/sarif.hpp"

namespace pgreach::reach {
namespace {

// What a rule of SARIF stands for.
struct SarifRule {
    const char* id;
    const char* level;
    const char* text;
};
constexpr SarifRule sarif_rules[] = {
    {"opens", "warning", "A flow is open that was closed."},
    {"closes", "note", "A flow is closed that was open."},
    {"need-unmet", "error", "CloudNativePG no longer gets a connection that it needs."},
    {"admission", "error", "A policy no longer has the effect that it looks like."},
    {"admission-repaired", "note", "A policy is accepted that was not."},
    {"not-judged", "warning", "Something changed that no verdict on a flow depends on here, as layer 7 rules."},
    {"unclear", "error", "What a change does could not be told."},
};

// "HEAD:policies/db.yaml" is policies/db.yaml in the tree that is looked at.
std::string path_in_tree(const std::string& file) {
    const size_t colon = file.find(':');
    return colon == std::string::npos ? file : file.substr(colon + 1);
}

void add_flows(const char* rule, const std::vector<FlowChange>& changes, bool opened, const std::string& prefix,
               Sarif& sarif) {
    for (const auto& change : changes) {
        std::string text = prefix + rule + ": " + describe(change);
        for (const auto& cause : change.causes) text += "\n" + describe(cause, change, opened);
        const Why place = place_of(change);
        sarif.add(rule, text, place.file, place.line);
    }
}

}  // namespace

void Sarif::add(const char* rule, const std::string& text, const std::string& file, int line) {
    const auto* found = std::find_if(std::begin(sarif_rules), std::end(sarif_rules),
                                     [rule](const SarifRule& known) { return std::string_view(known.id) == rule; });
    Json result = {{"ruleId", rule}, {"level", found->level}, {"message", {{"text", text}}}};
    if (!file.empty()) {
        Json physical = {{"artifactLocation", {{"uri", path_in_tree(file)}}}};
        if (line > 0) physical["region"] = {{"startLine", line}};
        result["locations"] = Json::array({{{"physicalLocation", std::move(physical)}}});
    }
    results_.push_back(std::move(result));
}

std::string Sarif::finish() const {
    Json rules = Json::array();
    for (const auto& rule : sarif_rules) {
        rules.push_back({{"id", rule.id},
                         {"shortDescription", {{"text", rule.text}}},
                         {"defaultConfiguration", {{"level", rule.level}}}});
    }
    const Json tool = {{"driver", {{"name", tool_}, {"rules", std::move(rules)}}}};
    const Json run = {{"tool", tool}, {"results", results_}};
    return dump({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}});
}

void Sarif::add(const Comparison& comparison, const std::string& prefix) {
    add_flows("opens", comparison.opened, true, prefix, *this);
    add_flows("closes", comparison.closed, false, prefix, *this);
    for (const auto& need : comparison.unmet) {
        add("need-unmet", prefix + need.text + ": " + need.consequence, need.file, need.line);
    }
    for (const auto& change : comparison.admissions) {
        add(change.repaired ? "admission-repaired" : "admission", prefix + change.policy + ": " + change.after,
            change.file, change.line);
    }
    for (const auto& change : comparison.unjudged) {
        add("not-judged", prefix + describe(change), change.file, change.line);
    }
    for (const auto& subject : comparison.unclear) add("unclear", prefix + subject, "", 0);
}

std::string to_sarif(const Comparison& comparison) {
    Sarif sarif("pgreach compare");
    sarif.add(comparison, "");
    return sarif.finish();
}

}  // namespace pgreach::reach
