#pragma once

#include <functional>
#include <vector>

#include "run/scenario_run.hpp"

namespace pgreach::run {

// What was seen once everything had settled.
struct Settled {
    std::vector<Observation> observations;
    std::vector<HealthCheck> health;
    int rounds = 0;
    TimePoint begun{};
    TimePoint in_force{};
    TimePoint first_held{};  // when the first of the rounds that held began
    TimePoint observed{};
    TimePoint ended{};
};

// What the engine expects; `health` gives the expectation for one look at the database, nothing where there is none.
struct Expected {
    std::vector<Verdict> flows;
    std::function<std::optional<Verdict>(const HealthCheck&)> health;
};

// Waits until what was applied is in force, then observes until the expected was seen in as many rounds in a row as the
// backend asks for. No sleeps of a fixed length: at the backend's limit, what was seen last is the answer, and unclear
// where the policies did not come into force.
Result<Settled> settle(const Context& context, const std::vector<Flow>& flows, const Expected& expected);

}  // namespace pgreach::run
