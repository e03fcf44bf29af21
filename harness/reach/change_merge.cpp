#include "reach/change_merge.hpp"

#include <algorithm>

namespace pgreach::reach {
namespace {

bool goes_on(const PortSpan& before, const PortSpan& span) {
    return !before.declared && !span.declared && before.protocol == span.protocol && before.last + 1 == span.first;
}

void append(const PortSpan& span, std::vector<PortSpan>& spans) {
    if (!spans.empty() && goes_on(spans.back(), span)) {
        spans.back().last = span.last;
    } else {
        spans.push_back(span);
    }
}

}  // namespace

ToldPorts tell_ports(const std::vector<PortSpan>& some, const std::vector<PortSpan>& all) {
    ToldPorts told;
    const auto has = [&some](const PortSpan& span) { return std::find(some.begin(), some.end(), span) != some.end(); };
    std::vector<PortSpan> rest;
    for (const auto& span : some) {
        if (span.rest) rest.push_back(span);
    }
    const auto in_rest = [&rest](const PortSpan& span) {
        return std::any_of(rest.begin(), rest.end(),
                           [&span](const auto& one) { return one.protocol == span.protocol; });
    };
    for (const auto& span : all) {
        if (span.rest || (!span.declared && in_rest(span) && has(span))) continue;
        if (has(span)) {
            append(span, told.ports);
        } else if (in_rest(span)) {
            append(span, told.but);
        }
    }
    if (rest.size() == 3) {
        rest.resize(1);
        rest.front().every_protocol = true;
    }
    told.ports.insert(told.ports.end(), rest.begin(), rest.end());
    return told;
}

}  // namespace pgreach::reach
