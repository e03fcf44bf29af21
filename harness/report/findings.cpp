#include "report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "model/attribution.hpp"
#include "model/names.hpp"

namespace pgreach::report {
namespace {

constexpr size_t most_named = 6;

std::string name_flows(const std::vector<const FlowRecord*>& flows) {
    std::vector<std::string> names;
    for (const auto* flow : flows) names.push_back(describe(flow->flow));
    const size_t count = names.size();
    if (count <= most_named) return join(names, ", ");
    names.resize(most_named);
    return fmt::format("{}, … ({} flows)", join(names, ", "), count);
}

std::string_view seen_word(const FlowRecord& flow) {
    return to_string(flow.observation.observed);
}

std::string deviation_text(const FlowRecord& flow) {
    const auto unexpected = unexpected_policies(flow);
    if (!unexpected.empty()) {
        return fmt::format("let pass by {}, which the engine says does not allow it; it says {} does",
                           enumerate(unexpected), flow.allowed_by.empty() ? "none" : enumerate(flow.allowed_by));
    }
    return fmt::format("predicted {}, seen {}; the page claims {}", to_string(flow.prediction), seen_word(flow),
                       to_string(flow.claim));
}

std::string sentence(const FlowRecord& flow) {
    const auto claim = to_string(flow.claim);
    const auto prediction = to_string(flow.prediction);
    switch (*flow.judgement) {
        case Judgement::docs_defect:
            return fmt::format("the page claims {}, Cilium's semantics say {}, seen {}", claim, prediction,
                               seen_word(flow));
        case Judgement::stale_defect:
            return fmt::format("listed as defect '{}', yet now the page's claim ({}) holds: remove it from the list",
                               flow.defect, claim);
        case Judgement::deviation:
            return deviation_text(flow);
        case Judgement::inconclusive:
            return "could not tell: " + flow.observation.reason;
        case Judgement::conforms:
        case Judgement::known_defect:
            return {};
    }
    return {};
}

std::string repeat_command(const ScenarioRecord& scenario, const Flow& flow) {
    return fmt::format("pgreach run {} --from {} --to {}:{}", shell_quote(scenario.name), shell_quote(flow.from),
                       shell_quote(flow.to), flow.port);
}

const std::string& colour_of(Judgement judgement, const Palette& palette) {
    switch (judgement) {
        case Judgement::conforms:
            return palette.good;
        case Judgement::known_defect:
            return palette.known;
        case Judgement::inconclusive:
            return palette.unsure;
        case Judgement::docs_defect:
        case Judgement::stale_defect:
        case Judgement::deviation:
            return palette.bad;
    }
    return palette.end;
}

// Flows that fail alike are told once.
void add_flows(const ScenarioRecord& scenario, const Palette& palette, std::vector<std::string>& lines) {
    std::map<std::tuple<std::string, Judgement, std::string, std::string>, std::vector<const FlowRecord*>> alike;
    for (const auto& flow : scenario.flows) {
        if (!flow.judgement || sentence(flow).empty()) continue;
        alike[{flow.step, *flow.judgement, sentence(flow), flow.reason}].push_back(&flow);
    }
    for (const auto& [key, flows] : alike) {
        const auto& [step, judgement, text, reason] = key;
        lines.push_back(fmt::format("{}{}{} ({}): {}", colour_of(judgement, palette), to_string(judgement), palette.end,
                                    step, name_flows(flows)));
        lines.push_back("  " + text);
        if (judgement != Judgement::inconclusive && !reason.empty()) lines.push_back("  engine: " + reason);
        lines.push_back("  repeat: " + repeat_command(scenario, flows.front()->flow));
    }
}

void add_admissions(const ScenarioRecord& scenario, const Palette& palette, std::vector<std::string>& lines) {
    for (const auto& admission : scenario.admissions) {
        const auto judgement = admission.judgement.value_or(Judgement::conforms);
        if (judgement == Judgement::conforms) continue;
        lines.push_back(fmt::format("{}{}{} ({}): {} is {}: {}", colour_of(judgement, palette), to_string(judgement),
                                    palette.end, admission.step, admission.policy, to_string(admission.observed.result),
                                    describe(admission.observed)));
        if (judgement == Judgement::deviation) {
            lines.push_back(
                fmt::format("  predicted {} {}", to_string(admission.predicted.result), describe(admission.predicted)));
        }
    }
}

void add_defects(const ScenarioRecord& scenario, const Palette& palette, std::vector<std::string>& lines) {
    for (const auto& defect : scenario.defects) {
        const auto flows = std::count_if(scenario.flows.begin(), scenario.flows.end(), [&](const FlowRecord& flow) {
            return flow.defect == defect.id && flow.judgement == Judgement::known_defect;
        });
        lines.push_back(
            fmt::format("{}defect{} {}: {} flows differ from the page", palette.known, palette.end, defect.id, flows));
        lines.push_back("  promised: " + defect.promises);
        lines.push_back("  happens:  " + defect.happens);
        lines.push_back("  remedy:   " + defect.remedy);
        lines.push_back("  see:      " + defect.link);
    }
}

void add_health(const ScenarioRecord& scenario, const Palette& palette, std::vector<std::string>& lines) {
    for (const auto& health : scenario.health) {
        const bool predicted = health.prediction == Verdict::allow;
        const auto state = health.check.state;
        if (state == HealthState::working && (predicted || !health.prediction)) continue;
        const bool surprising = health.prediction && state == (predicted ? HealthState::broken : HealthState::working);
        lines.push_back(fmt::format("{}consequence{} ({}): {} is {}{}: {}", surprising ? palette.bad : palette.strong,
                                    palette.end, health.step, health.check.name, to_string(state),
                                    surprising ? ", against the prediction" : "", health.check.detail));
    }
}

// From harmless to grave; what the table of exit codes calls worse comes later.
int gravity(Judgement judgement) {
    switch (judgement) {
        case Judgement::conforms:
            return 0;
        case Judgement::known_defect:
            return 1;
        case Judgement::inconclusive:
            return 2;
        case Judgement::stale_defect:
            return 3;
        case Judgement::docs_defect:
            return 4;
        case Judgement::deviation:
            return 5;
    }
    return 0;
}

}  // namespace

std::vector<std::string> describe_findings(const ScenarioRecord& scenario, const Palette& palette) {
    std::vector<std::string> lines;
    add_admissions(scenario, palette, lines);
    add_flows(scenario, palette, lines);
    add_defects(scenario, palette, lines);
    add_health(scenario, palette, lines);
    return lines;
}

Judgement worst(const ScenarioRecord& scenario) {
    Judgement worst = Judgement::conforms;
    const auto consider = [&](const std::optional<Judgement>& judgement) {
        if (judgement && gravity(*judgement) > gravity(worst)) worst = *judgement;
    };
    for (const auto& flow : scenario.flows) consider(flow.judgement);
    for (const auto& admission : scenario.admissions) consider(admission.judgement);
    return worst;
}

}  // namespace pgreach::report
