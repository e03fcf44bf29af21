#include "docs/known.hpp"

#include <algorithm>

namespace pgreach::docs {
namespace {

// Each once, in the order in which they are applied first.
std::vector<manifest::Manifest> applied_by(const scenario::Scenario& scenario) {
    std::vector<manifest::Manifest> policies;
    for (const auto& step : scenario.steps) {
        for (const auto& policy : step.apply) {
            const auto same = [&](const manifest::Manifest& other) { return other.id() == policy.id(); };
            if (std::none_of(policies.begin(), policies.end(), same)) policies.push_back(policy);
        }
    }
    return policies;
}

bool of_one_text(const std::vector<manifest::Manifest>& policies) {
    return !policies.empty() && std::all_of(policies.begin(), policies.end(), [&](const manifest::Manifest& policy) {
        return policy.source->name == policies[0].source->name &&
               policy.source->first_line == policies[0].source->first_line;
    });
}

bool is_at(const KnownExample& example, const scenario::PageReference& place) {
    return example.file == place.file && example.heading == place.heading && example.number == place.block;
}

}  // namespace

std::vector<KnownExample> known_examples(const std::vector<scenario::Scenario>& scenarios) {
    std::vector<KnownExample> examples;
    const auto at = [&](const scenario::PageReference& place) {
        return std::find_if(examples.begin(), examples.end(),
                            [&](const KnownExample& example) { return is_at(example, place); });
    };
    std::vector<std::pair<scenario::PageReference, std::string>> remedies;
    for (const auto& scenario : scenarios) {
        if (!scenario.page) continue;
        auto policies = applied_by(scenario);
        if (!of_one_text(policies)) continue;
        const auto& source = policies[0].source;
        if (!scenario.page->tested) {
            remedies.emplace_back(*scenario.page, source->text);
            continue;
        }
        if (at(*scenario.page) == examples.end()) {
            examples.push_back(
                {scenario.page->file, scenario.page->heading, scenario.page->block, source->text, std::move(policies)});
        }
        at(*scenario.page)->judges.push_back(&scenario);
    }
    for (auto& [place, text] : remedies) {
        if (const auto example = at(place); example != examples.end()) example->remedies.push_back(std::move(text));
    }
    return examples;
}

}  // namespace pgreach::docs
