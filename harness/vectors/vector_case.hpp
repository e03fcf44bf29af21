#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "manifest/manifest.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::vectors {

// One line of a file of vectors: a world, policies and flows, and what Cilium's own code answered. The format is
// described in fixtures/vectors/README.md.
struct VectorCase {
    struct PolicyAnswer {
        std::vector<std::string> unknown_fields;
        bool schema_error = false;
        std::string agent_error;
    };
    // A flow, and the places of its endpoints in the world.
    struct Question {
        Flow flow;
        size_t from = 0;
        size_t to = 0;
    };

    std::string id;
    engine::EnforcementMode mode = engine::EnforcementMode::default_mode;
    std::optional<engine::CiliumVersion> cilium;  // the release that answered, where the case says so
    std::vector<manifest::Manifest> policies;
    World world;
    std::vector<Question> flows;
    std::vector<PolicyAnswer> policy_answers;    // one for each policy
    std::vector<engine::Verdicts> flow_answers;  // one for each flow
};

// An error says what is wrong with the line, not where it stands.
Result<VectorCase> parse_vector_case(const std::string& line);

}  // namespace pgreach::vectors
