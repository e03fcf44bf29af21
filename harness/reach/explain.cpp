#include "reach/explain.hpp"

#include <fmt/format.h>

#include <map>

#include "base/printable.hpp"
#include "model/names.hpp"

namespace pgreach::reach {
namespace {

// Whether the text names this rule and not one whose name only begins so.
bool names(const std::string& text, const std::string& rule) {
    const size_t at = text.find(rule);
    return at != std::string::npos && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(');
}

// Decisions tell of rules in words (engine/reason.cpp): "db/pg ingress[0]"; here is where those stand.
std::map<std::string, std::string> places_in(const std::string& text, const Policies& policies) {
    std::map<std::string, std::string> places;
    for (const auto& rule : policies.rules) {
        const std::string name = qualified_name(rule.policy) + " " + rule.path;
        if (!names(text, name) && !names(text, rule.policy.kind + " " + name)) continue;
        const auto file = policies.files.find(rule.policy);
        places[describe(rule.policy) + " " + rule.path] =
            fmt::format("{}:{}:{}", file->second->name, rule.mark.line, rule.mark.column);
    }
    return places;
}

std::string side(const char* name, const engine::DirectionDecision& decision, const Policies& policies) {
    if (!decision.enforced) return fmt::format("  {}: not enforced, it is no pod\n", name);
    std::string text = fmt::format("  {}: {}{}\n    {}\n", name, to_string(decision.verdict),
                                   decision.audited ? ", but let through: policy-audit-mode" : "", decision.reason);
    for (const auto& [rule, place] : places_in(decision.by + " " + decision.reason, policies)) {
        text += fmt::format("    {} is at {}\n", rule, place);
    }
    return text;
}

}  // namespace

std::string explain(const engine::Evaluator& evaluator, const Policies& policies, const Flow& flow) {
    const auto decision = evaluator.evaluate(flow);
    return printable(fmt::format("{} → {}:{}/{}: {}\n", printable_line(flow.from), printable_line(flow.to), flow.port,
                                 to_string(flow.protocol), to_string(decision.verdict())) +
                     side("ingress", decision.ingress, policies) + side("egress", decision.egress, policies));
}

}  // namespace pgreach::reach
