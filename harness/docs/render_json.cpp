#include <nlohmann/json.hpp>

#include "docs/render.hpp"
#include "lint/codes.hpp"
#include "lint/finding_json.hpp"
#include "lint/sarif.hpp"
#include "model/names.hpp"

namespace pgreach::docs {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const StepClaims& step) {
    Json json = {{"scenario", step.scenario}, {"step", step.step}, {"flows", step.flows}, {"kept", step.kept()}};
    json["otherwise"] = Json::array();
    for (const auto& flow : step.otherwise) json["otherwise"].push_back(describe(flow));
    json["not_accepted"] = Json::array();
    for (const auto& admission : step.refused) {
        json["not_accepted"].push_back({{"result", to_string(admission.result)}, {"why", describe(admission)}});
    }
    return json;
}

Json to_json(const CheckedExample& one) {
    const auto& block = one.example.block;
    Json json = {{"line", block.line},
                 {"file", block.source->name},
                 {"first_line", block.source->first_line},
                 {"heading", block.heading},
                 {"number", block.number},
                 {"sha256", one.sha256},
                 {"state", to_string(one.example.state)}};
    json["policies"] = Json::array();
    for (const auto& policy : one.example.policies) json["policies"].push_back(describe(policy));
    if (!one.diff.empty()) json["diff"] = one.diff;
    json["claims"] = Json::array();
    for (const auto& step : one.claims) json["claims"].push_back(to_json(step));
    return json;
}

Json to_json(const CheckedPage& page) {
    Json json = {{"file", page.source->name}, {"examples", Json::array()}, {"gone", Json::array()}};
    for (const auto& one : page.examples) json["examples"].push_back(to_json(one));
    for (const auto* known : page.gone) {
        json["gone"].push_back(
            {{"scenario", known->judges[0]->name}, {"heading", known->heading}, {"number", known->number}});
    }
    return json;
}

const std::vector<lint::Code>& own_codes() {
    static const std::vector<lint::Code> codes = {
        {"claim-not-kept", Severity::error, "What the page promises of a flow is not so"},
        {"unknown-flag", Severity::error, "Cilium's agent has no such flag"},
        {"not-included", Severity::warning, "A file that the page includes cannot be read"},
        {"consequence", Severity::note, "Applied alone, the example breaks the database"},
        {"stale-defect", Severity::note, "A known defect of a scenario is gone"},
    };
    return codes;
}

}  // namespace

std::string to_json(const CheckResult& result) {
    Json json = {{"schema", "pgreach.docs/v1"}, {"pages", Json::array()}, {"findings", Json::array()}};
    for (const auto& page : result.pages) json["pages"].push_back(to_json(page));
    for (const auto& finding : result.findings) json["findings"].push_back(lint::to_json(finding));
    json["summary"] = {{"pages", result.pages.size()},
                       {"pages_without_examples", result.others},
                       {"examples", result.examples()},
                       {"unchanged", result.count(ExampleState::unchanged)},
                       {"changed", result.count(ExampleState::changed)},
                       {"new", result.count(ExampleState::fresh)},
                       {"errors", result.count(Severity::error)},
                       {"warnings", result.count(Severity::warning)},
                       {"notes", result.count(Severity::note)},
                       {"incomplete", result.incomplete()}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_sarif(const CheckResult& result) {
    auto codes = lint::all_codes();
    codes.insert(codes.end(), own_codes().begin(), own_codes().end());
    return lint::to_sarif({"pgreach docs check", "docs/documentation.md", codes}, result.findings);
}

}  // namespace pgreach::docs
