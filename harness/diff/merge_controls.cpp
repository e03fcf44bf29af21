#include "diff/merge_controls.hpp"

#include <algorithm>
#include <map>

#include "model/conclusion.hpp"

namespace pgreach::diff {
namespace {

template <typename T>
void append(const std::vector<T>& more, std::vector<T>& all) {
    all.insert(all.end(), more.begin(), more.end());
}

int gravity(const HealthCheck& check) {
    switch (conclude(check)) {
        case HealthState::working:
            return 0;
        case HealthState::unclear:
            return 1;
        case HealthState::broken:
            return 2;
    }
    return 2;
}

void add_control(const ControlRecord& more, ControlRecord& control) {
    std::map<Flow, size_t> places;
    for (size_t i = 0; i < control.flows.size(); ++i) places.emplace(control.flows[i].first, i);
    for (const auto& [flow, observation] : more.flows) {
        const auto known = places.find(flow);
        if (known == places.end()) {
            control.flows.emplace_back(flow, observation);
            continue;
        }
        auto& all = control.flows[known->second].second;
        append(observation.attempts, all.attempts);
        append(observation.evidence, all.evidence);
        append(observation.doubts, all.doubts);
    }
    for (const auto& check : more.health) {
        const auto known = std::find_if(control.health.begin(), control.health.end(),
                                        [&](const HealthCheck& one) { return one.name == check.name; });
        if (known == control.health.end()) {
            control.health.push_back(check);
        } else if (gravity(check) > gravity(*known)) {
            *known = check;
        }
    }
}

}  // namespace

void add_controls(const std::vector<ControlRecord>& controls, std::vector<ControlRecord>& all) {
    for (const auto& control : controls) {
        const auto known = std::find_if(all.begin(), all.end(), [&](const ControlRecord& one) {
            return one.when == control.when && one.participants == control.participants;
        });
        if (known == all.end()) {
            all.push_back(control);
        } else {
            add_control(control, *known);
        }
    }
}

}  // namespace pgreach::diff
