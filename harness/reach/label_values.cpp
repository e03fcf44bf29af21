#include "reach/label_values.hpp"

#include <algorithm>
#include <iterator>

namespace pgreach::reach {

using engine::Operator;
using Texts = std::set<std::string>;

namespace {

template <typename Algorithm>
Texts merged(const Texts& one, const Texts& other, const Algorithm& algorithm) {
    Texts found;
    algorithm(one.begin(), one.end(), other.begin(), other.end(), std::inserter(found, found.end()));
    return found;
}

constexpr auto in_both = [](auto... arguments) { std::set_intersection(arguments...); };
constexpr auto in_either = [](auto... arguments) { std::set_union(arguments...); };
constexpr auto in_first = [](auto... arguments) { std::set_difference(arguments...); };

}  // namespace

LabelValues LabelValues::of(const engine::Requirement& requirement) {
    const Texts values(requirement.values.begin(), requirement.values.end());
    switch (requirement.op) {
        case Operator::equals:
        case Operator::in:
            return {false, values, false};
        case Operator::not_in:
            return {true, values, true};
        case Operator::exists:
            return {true, {}, false};
        case Operator::does_not_exist:
            return {false, {}, true};
    }
    return {};
}

LabelValues LabelValues::operator&(const LabelValues& other) const {
    LabelValues both{all_but && other.all_but, {}, absent && other.absent};
    if (both.all_but) {
        both.listed = merged(listed, other.listed, in_either);
    } else if (!all_but && !other.all_but) {
        both.listed = merged(listed, other.listed, in_both);
    } else {
        both.listed = all_but ? merged(other.listed, listed, in_first) : merged(listed, other.listed, in_first);
    }
    return both;
}

bool LabelValues::covers(const LabelValues& other) const {
    return (other & ~*this).nothing();
}

}  // namespace pgreach::reach
