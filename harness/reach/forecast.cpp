#include "reach/forecast.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

namespace pgreach::reach {
namespace {

using engine::Cilium;
using engine::CiliumVersion;

// One release's view of the objects. Stays where it is.
struct Seen {
    std::string name;
    world::Contents contents;
    Policies policies;
    std::vector<UnmetNeed> unmet;

    Version version() const { return {name, contents, policies, unmet}; }
};

Result<std::unique_ptr<Seen>> see(const world::Objects& objects, const WorldMaker& make, const Cilium& cilium) {
    auto contents = make(cilium);
    if (!contents) return std::move(contents).error();
    auto policies = admit(contents->policies, cilium);
    auto unmet =
        objects.participants.empty() ? find_unmet_needs(objects, cilium) : find_unmet_needs(*contents, policies);
    return std::make_unique<Seen>(Seen{"Cilium " + engine::to_string(cilium.version), *std::move(contents),
                                       std::move(policies), std::move(unmet)});
}

// Policies are named with the files that they stand in (Evaluation::describe_policy); rules by their place in them.
void add_policy(const std::string& text, const Policies& policies, std::set<std::string>& found) {
    for (const auto& policy : policies.admitted) {
        const std::string name = describe(policy.id);
        const bool named =
            text.starts_with(name + " ") || text.starts_with(qualified_name(policy.id) + " ") || text == name;
        if (named) found.insert(name);
    }
}

std::vector<std::string> policies_of(const Comparison& comparison, const Policies& policies) {
    std::set<std::string> found;
    for (const auto& change : comparison.admissions) add_policy(change.policy, policies, found);
    for (const auto* changes : {&comparison.opened, &comparison.closed}) {
        for (const auto& change : *changes) {
            for (const auto& cause : change.causes) {
                add_policy(cause.before.rule, policies, found);
                add_policy(cause.after.rule, policies, found);
                if (!cause.before.rule.empty() || !cause.after.rule.empty()) continue;
                for (const auto& text : cause.closed_by) add_policy(text, policies, found);
            }
        }
    }
    return {found.begin(), found.end()};
}

bool does_something(const Comparison& comparison) {
    return !comparison.opened.empty() || !comparison.closed.empty() || !comparison.admissions.empty();
}

UpgradeReason reason_of(const engine::Difference& difference, std::vector<std::string> policies) {
    return {std::string(difference.text), std::string(difference.source), std::string(advice_for(difference.behaviour)),
            std::move(policies)};
}

// A field that is gone is refused by the schema, whatever the engine does.
void add_gone_fields(const UpgradeStep& step, std::vector<UpgradeReason>& reasons) {
    for (const auto& difference : engine::differences()) {
        const bool gone = difference.behaviour == engine::Behaviour::no_requirements &&
                          !engine::has(step.from, difference.behaviour) && engine::has(step.to, difference.behaviour);
        std::vector<std::string> policies;
        for (const auto& change : step.comparison.admissions) {
            const bool asks = change.after.find("fromRequires") != std::string::npos ||
                              change.after.find("toRequires") != std::string::npos;
            if (gone && asks) policies.push_back(change.policy);
        }
        if (!policies.empty()) reasons.push_back(reason_of(difference, std::move(policies)));
    }
}

// One end of a step.
struct End {
    const Cilium& cilium;
    const Seen& seen;
};

// An end, but for one behaviour: whatever differs then, that behaviour does. Asked at both ends, as it may do nothing
// beside others that one of them has.
Result<std::vector<UpgradeReason>> find_reasons(const world::Objects& objects, const WorldMaker& make, const End& from,
                                                const End& to, bool all) {
    std::vector<UpgradeReason> reasons;
    for (const auto& difference : engine::differences()) {
        const auto behaviour = difference.behaviour;
        if (engine::has(from.cilium.version, behaviour) == engine::has(to.cilium.version, behaviour)) continue;
        for (const End* end : {&to, &from}) {
            Cilium otherwise = end->cilium;
            otherwise.version = engine::with_otherwise(otherwise.version, behaviour);
            const auto seen = see(objects, make, otherwise);
            if (!seen) return seen.error();
            const auto found = compare((*seen)->version(), end->seen.version(), all);
            if (!does_something(found)) continue;
            reasons.push_back(reason_of(difference, policies_of(found, end->seen.policies)));
            break;
        }
    }
    return reasons;
}

}  // namespace

bool Forecast::empty() const {
    return std::all_of(steps.begin(), steps.end(), [](const UpgradeStep& step) { return step.comparison.empty(); });
}

std::vector<CiliumVersion> releases_between(CiliumVersion from, CiliumVersion to) {
    std::vector<CiliumVersion> releases = {from};
    for (int minor = from.minor + 1; minor < to.minor; ++minor) releases.push_back({from.major, minor});
    releases.push_back(to);
    return releases;
}

Result<Forecast> forecast(const world::Objects& objects, const WorldMaker& make, const Cilium& from, const Cilium& to,
                          bool all) {
    const auto releases = releases_between(from.version, to.version);
    Forecast forecast;
    auto before = see(objects, make, from);
    if (!before) return std::move(before).error();
    Cilium cilium = from;
    for (size_t i = 1; i < releases.size(); ++i) {
        const Cilium old = cilium;
        cilium.version = releases[i];
        auto after = see(objects, make, cilium);
        if (!after) return std::move(after).error();
        UpgradeStep step{releases[i - 1], releases[i], compare((*before)->version(), (*after)->version(), all), {}};
        if (!step.comparison.empty()) {
            auto reasons = find_reasons(objects, make, {old, **before}, {cilium, **after}, all);
            if (!reasons) return std::move(reasons).error();
            step.reasons = *std::move(reasons);
            add_gone_fields(step, step.reasons);
        }
        forecast.policies = (*after)->policies.admitted.size();
        forecast.subjects = std::max(forecast.subjects, step.comparison.subjects);
        forecast.steps.push_back(std::move(step));
        before = std::move(after);
    }
    return forecast;
}

}  // namespace pgreach::reach
