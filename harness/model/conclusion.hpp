#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/health.hpp"
#include "model/observation.hpp"

namespace pgreach {

enum class Observed : std::uint8_t { open, closed, unclear };

// What the positive controls of a run (the same flow with nothing applied) say of a flow.
enum class ControlState : std::uint8_t {
    not_needed,  // the flow is a control itself
    open,        // it was open in every control
    failed,      // it was not
    missing,     // it was not tried
};

// What a conclusion rests on beside the observation.
struct Grounds {
    bool drop_evidence = true;  // the backend records every drop, so that silence alone proves nothing
    ControlState control = ControlState::not_needed;
};

// What an observation shows, and why it may not be so. With any doubt it is unclear.
struct Conclusion {
    Observed observed = Observed::unclear;
    std::vector<Doubt> doubts = {};

    // All doubts as one line; empty where there is none.
    std::string reason() const;
};

// Open: every attempt was answered by the target. Closed: none was, each has its drop event (or is silent where the
// backend records no drops), and the flow was open in the controls. Everything else is unclear
// (docs/verdicts.md).
Conclusion conclude(const Observation& observation, const Grounds& grounds);

// What a check of the database shows: its state, unless there is doubt.
HealthState conclude(const HealthCheck& check);

// Whether `answered_by` ("cluster-example@10.244.0.3 (primary)") tells this name or address.
bool answers_as(const std::string& answered_by, const std::string& expected);

}  // namespace pgreach
