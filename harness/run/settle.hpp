#pragma once

#include <functional>
#include <vector>

#include "model/conclusion.hpp"
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
    std::vector<std::optional<Verdict>> flows = {};  // empty: no expectation, any observation is accepted
    std::function<std::optional<Verdict>(const HealthCheck&)> health = {};
    // Of every flow: a control itself, or open in the one before; whether it was is judged later.
    ControlState control = ControlState::not_needed;
};

// What was observed more of a flow, beside the first of it.
void add(Observation more, Observation& observation);

// Waits until what was applied is in force; what is pending still at the deadline, empty where nothing is.
Result<std::string> await_force(const Context& context, TimePoint deadline);

// Waits until what was applied is in force, then observes until the expected was seen in as many rounds in a row as the
// backend asks for. No sleeps of a fixed length: at the backend's limit, what was seen last is the answer, with doubt
// where the policies did not come into force.
Result<Settled> settle(const Context& context, const std::vector<Flow>& flows, const Expected& expected);

}  // namespace pgreach::run
