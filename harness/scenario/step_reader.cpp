#include "scenario/step_reader.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "scenario/claims.hpp"
#include "scenario/policies.hpp"

namespace pgreach::scenario {
namespace {

using manifest::Manifest;

// Reads one step after the other, and keeps what is applied meanwhile.
class StepReader {
  public:
    StepReader(const StepContext& context, Complaints& complaints)
        : context_(context), ids_(ids_of(context.policies)), complaints_(complaints) {}

    Step read(const yaml::Node& node);
    // Without `steps`.
    Step only_step(const yaml::Node& root);
    // What no step has used.
    void finish();

  private:
    struct Choice {
        std::vector<size_t> policies = {};  // their places among the scenario's
        std::vector<Mark> marks = {};
        bool all = false;
    };
    std::optional<Choice> choose(Fields& step, const std::string& key);
    std::optional<size_t> find(const std::string& word, Mark mark);
    // Another version of a policy that is applied.
    bool replaces(size_t policy, size_t other) const { return policy != other && ids_[policy] == ids_[other]; }
    void remove(const Choice& choice, Step& step);
    void apply(const Choice& choice, Step& step);
    void read_claims(Fields& step, Mark mark, Step& result);
    Choice all_policies(Mark mark) const;

    const StepContext& context_;
    const std::vector<PolicyId> ids_;
    Complaints& complaints_;
    std::set<size_t> applied_;                              // now
    std::set<size_t> used_;                                 // by any step
    std::optional<std::map<Flow, Verdict>> shared_claims_;  // of the scenario, once a step has needed them
};

StepReader::Choice StepReader::all_policies(Mark mark) const {
    Choice choice{.all = true};
    for (size_t i = 0; i < ids_.size(); ++i) choice.policies.push_back(i);
    choice.marks.assign(ids_.size(), mark);
    return choice;
}

// The one that is called so, else the one of that name among those that are not called otherwise.
std::optional<size_t> StepReader::find(const std::string& word, Mark mark) {
    std::vector<size_t> places;
    std::vector<PolicyId> ids;
    for (size_t i = 0; i < ids_.size(); ++i) {
        if (context_.called[i] == word) return i;
        if (!context_.called[i].empty()) continue;
        places.push_back(i);
        ids.push_back(ids_[i]);
    }
    const auto found = find_policy(word, mark, ids, "the scenario", complaints_);
    return found ? std::optional(places[*found]) : std::nullopt;
}

// The policies that a step names by `key`; nothing where it has no such key.
std::optional<StepReader::Choice> StepReader::choose(Fields& step, const std::string& key) {
    if (step.find(key) == nullptr) return std::nullopt;
    const auto words = step.words(key);
    if (words.size() == 1 && words[0].first == "all") return all_policies(words[0].second);
    Choice choice;
    for (const auto& [word, mark] : words) {
        if (word == "all") {
            complaints_.error(mark, "'all' stands alone", "it means all policies of the scenario");
            continue;
        }
        const auto found = find(word, mark);
        if (!found) continue;
        if (std::find(choice.policies.begin(), choice.policies.end(), *found) != choice.policies.end()) {
            complaints_.error(mark, "'" + key + "' names " + distinct_name(ids_[*found], ids_) + " twice");
            continue;
        }
        choice.policies.push_back(*found);
        choice.marks.push_back(mark);
    }
    return choice;
}

// `all` means all that are applied.
void StepReader::remove(const Choice& choice, Step& step) {
    for (size_t i = 0; i < choice.policies.size(); ++i) {
        const size_t policy = choice.policies[i];
        if (applied_.erase(policy) != 0) {
            step.remove.push_back(context_.policies[policy]);
        } else if (!choice.all) {
            complaints_.error(choice.marks[i], distinct_name(ids_[policy], ids_) + " is not applied at this point",
                              "apply it in a step before, or leave it out");
        }
    }
    if (choice.all && step.remove.empty() && !choice.marks.empty()) {
        complaints_.error(choice.marks[0], "no policy is applied at this point", "apply one in a step before");
    }
}

void StepReader::apply(const Choice& choice, Step& step) {
    for (size_t i = 0; i < choice.policies.size(); ++i) {
        const size_t policy = choice.policies[i];
        const auto& manifest = context_.policies[policy];
        const auto same = [&](const Manifest& other) { return other.id() == manifest.id(); };
        if (std::any_of(step.remove.begin(), step.remove.end(), same)) {
            complaints_.error(choice.marks[i], "this step removes " + distinct_name(ids_[policy], ids_) + " as well",
                              "make two steps of it");
        }
        if (std::any_of(step.apply.begin(), step.apply.end(), same)) {
            complaints_.error(choice.marks[i], "this step applies two versions of " + distinct_name(ids_[policy], ids_),
                              "make two steps of it");
        }
        step.apply.push_back(manifest);
        std::erase_if(applied_, [&](size_t other) { return replaces(policy, other); });
        applied_.insert(policy);
        used_.insert(policy);
    }
}

void StepReader::read_claims(Fields& step, Mark mark, Step& result) {
    const auto expand = [&](const yaml::Node& claims) {
        return expand_claims(claims, context_.participants, context_.planned, complaints_);
    };
    const yaml::Node* own = step.find("claims");
    if (own != nullptr && own != context_.claims) {
        result.claims = expand(*own);
    } else if (context_.claims != nullptr) {
        if (!shared_claims_) shared_claims_ = expand(*context_.claims);
        result.claims = *shared_claims_;
    } else {
        complaints_.error(mark, "there are no 'claims': what does the documentation say of each flow?");
    }
}

Step StepReader::read(const yaml::Node& node) {
    Fields fields(node, "a step", complaints_);
    Step step;
    step.name = fields.name("name");
    step.validation = fields.choice("validation", FieldValidation::strict).value_or(FieldValidation::strict);
    const auto removed = choose(fields, "remove");
    const auto applied = choose(fields, "apply");
    if (removed) remove(*removed, step);
    if (applied) apply(*applied, step);
    if (!removed && !applied) apply(all_policies(node.mark), step);
    read_claims(fields, node.mark, step);
    fields.finish();
    return step;
}

Step StepReader::only_step(const yaml::Node& root) {
    Step step{.name = "applied"};
    apply(all_policies(root.mark), step);
    Fields nothing(root, "a scenario", complaints_);
    read_claims(nothing, root.mark, step);
    return step;
}

void StepReader::finish() {
    if (complaints_.any()) return;  // what is not used may only follow from another mistake
    for (size_t i = 0; i < ids_.size(); ++i) {
        if (used_.contains(i)) continue;
        complaints_.add({{Severity::error, context_.policies[i].source, context_.policies[i].document.mark,
                          "no step applies " + describe(ids_[i]), "apply it in a step, or take it out of 'policies'"}});
    }
    if (context_.claims != nullptr && !shared_claims_) {
        complaints_.error(context_.claims->mark, "every step has claims of its own, so these count for none",
                          "take them out");
    }
}

}  // namespace

std::vector<Step> read_steps(Fields& scenario, const yaml::Node& root, const StepContext& context,
                             Complaints& complaints) {
    StepReader reader(context, complaints);
    std::vector<Step> steps;
    std::set<std::string> names;
    const auto& items = scenario.list("steps");
    for (const auto& item : items) {
        steps.push_back(reader.read(item));
        if (!names.insert(steps.back().name).second) {
            complaints.error(item.mark, "step '" + steps.back().name + "' is there twice");
        }
    }
    if (items.empty()) steps.push_back(reader.only_step(root));
    reader.finish();
    return steps;
}

}  // namespace pgreach::scenario
