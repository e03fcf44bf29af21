#include "lint/selector_algebra.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace pgreach::lint {
namespace {

using engine::LabelKey;
using engine::Operator;
using engine::Requirement;
using engine::Selector;
using Texts = std::set<std::string>;

// What requirements leave to the value of one label: absent or not, and either some values only or all but some.
class Values {
  public:
    void narrow(const Requirement& requirement);
    bool none() const { return !absent_ && only_ && values_.empty(); }
    bool within(const Values& wide) const;

  private:
    void keep(const Texts& values);
    void drop(const Texts& values);

    bool absent_ = true;
    bool only_ = false;
    Texts values_;
};

void Values::keep(const Texts& values) {
    Texts kept;
    for (const auto& value : values) {
        if ((values_.count(value) != 0) == only_) kept.insert(value);
    }
    values_ = std::move(kept);
    only_ = true;
}

void Values::drop(const Texts& values) {
    for (const auto& value : values) {
        if (only_) {
            values_.erase(value);
        } else {
            values_.insert(value);
        }
    }
}

void Values::narrow(const Requirement& requirement) {
    const Texts values(requirement.values.begin(), requirement.values.end());
    switch (requirement.op) {
        case Operator::equals:
        case Operator::in:
            absent_ = false;
            return keep(values);
        case Operator::not_in:
            return drop(values);
        case Operator::exists:
            absent_ = false;
            return;
        case Operator::does_not_exist:
            return keep({});
    }
}

bool Values::within(const Values& wide) const {
    if (absent_ && !wide.absent_) return false;
    const bool all_listed = std::includes(wide.values_.begin(), wide.values_.end(), values_.begin(), values_.end());
    if (only_ && wide.only_) return all_listed;
    if (only_) {
        return std::none_of(values_.begin(), values_.end(),
                            [&wide](const std::string& value) { return wide.values_.count(value) != 0; });
    }
    return !wide.only_ && std::includes(values_.begin(), values_.end(), wide.values_.begin(), wide.values_.end());
}

bool demands_presence(const Requirement& requirement) {
    return requirement.op == Operator::equals || requirement.op == Operator::in || requirement.op == Operator::exists;
}

// A requirement of this label that only a pod that has it fulfils; null where there is none.
const Requirement* positive(const Selector& selector, std::string_view key) {
    for (const auto& requirement : selector.requirements) {
        const bool of_pod = requirement.key.source == "any" || requirement.key.source == "k8s";
        if (of_pod && requirement.key.key == key && demands_presence(requirement)) return &requirement;
    }
    return nullptr;
}

// Matches pods only: nothing else has labels of Kubernetes, or a namespace.
bool is_about_pods(const Selector& selector) {
    return std::any_of(selector.requirements.begin(), selector.requirements.end(), [](const Requirement& requirement) {
        const bool of_pods = requirement.key.source == "k8s" ||
                             (requirement.key.source == "any" && requirement.key.key == engine::namespace_key);
        return of_pods && demands_presence(requirement);
    });
}

// All labels of a pod come from Kubernetes, so that "any:" asks a pod for the same as "k8s:".
std::map<LabelKey, Values> values_by_key(const Selector& selector, bool of_pods) {
    std::map<LabelKey, Values> result;
    for (const auto& requirement : selector.requirements) {
        LabelKey key = requirement.key;
        if (of_pods && key.source == "any") key.source = "k8s";
        result[std::move(key)].narrow(requirement);
    }
    return result;
}

}  // namespace

bool contradictory(const Selector& selector) {
    const auto values = values_by_key(selector, is_about_pods(selector));
    return std::any_of(values.begin(), values.end(), [](const auto& entry) { return entry.second.none(); });
}

std::string conflict(const Selector& selector) {
    const bool of_pods = is_about_pods(selector);
    for (const auto& [key, values] : values_by_key(selector, of_pods)) {
        if (!values.none()) continue;
        std::vector<std::string> parts;
        for (Requirement requirement : selector.requirements) {
            if (of_pods && requirement.key.source == "any") requirement.key.source = "k8s";
            if (requirement.key != key) continue;
            if (key.source == "k8s") requirement.key.source = "any";  // printed without a source
            parts.push_back(to_text(requirement));
        }
        return enumerate(parts);
    }
    return {};
}

bool covers(const Selector& wide, const Selector& narrow) {
    const bool of_pods = is_about_pods(narrow);
    const auto left = values_by_key(narrow, of_pods);
    const auto asked = values_by_key(wide, of_pods);
    return std::all_of(asked.begin(), asked.end(), [&left](const auto& entry) {
        const auto found = left.find(entry.first);
        return (found == left.end() ? Values{} : found->second).within(entry.second);
    });
}

Selector both(const Selector& one, const Selector& other) {
    Selector result = one;
    result.requirements.insert(result.requirements.end(), other.requirements.begin(), other.requirements.end());
    return result;
}

bool demands(const Selector& selector, std::string_view key) {
    return positive(selector, key) != nullptr;
}

std::string the_value(const Selector& selector, std::string_view key) {
    for (const auto& requirement : selector.requirements) {
        const bool of_pod = requirement.key.source == "any" || requirement.key.source == "k8s";
        const bool listed = requirement.op == Operator::equals || requirement.op == Operator::in;
        if (of_pod && listed && requirement.key.key == key && requirement.values.size() == 1) {
            return requirement.values.front();
        }
    }
    return {};
}

}  // namespace pgreach::lint
