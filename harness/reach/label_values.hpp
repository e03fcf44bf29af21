#pragma once

#include <compare>
#include <set>
#include <string>

#include "engine/selector.hpp"

namespace pgreach::reach {

// What a label may be: some of its values, all but some, and whether it may be absent.
struct LabelValues {
    bool all_but = true;  // `listed` are those that it is not
    std::set<std::string> listed = {};
    bool absent = true;

    static LabelValues of(const engine::Requirement& requirement);
    static LabelValues only(const std::string& value) { return {false, {value}, false}; }

    bool anything() const { return all_but && listed.empty() && absent; }
    bool nothing() const { return !all_but && listed.empty() && !absent; }
    bool has(const std::string& value) const { return listed.contains(value) != all_but; }
    bool covers(const LabelValues& other) const;
    LabelValues operator&(const LabelValues& other) const;
    LabelValues operator~() const { return {!all_but, listed, !absent}; }
    auto operator<=>(const LabelValues&) const = default;
};

}  // namespace pgreach::reach
