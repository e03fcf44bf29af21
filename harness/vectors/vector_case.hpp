#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/engine.hpp"
#include "manifest/manifest.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"

namespace pgreach::vectors {

// What whoever answered says of one side of a flow; `any` where they do not judge it.
enum class Answer : std::uint8_t { allowed, denied, any };

// One line of a file of vectors: a world, policies and flows, and what other code answered. The format is described in
// fixtures/vectors/README.md.
struct VectorCase {
    // What is not said is not compared.
    struct PolicyAnswer {
        std::optional<std::vector<std::string>> unknown_fields = {};
        bool schema_error = false;
        std::optional<std::string> agent_error = {};
    };
    // A flow, its endpoints by their places in the world.
    struct Question {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        Protocol protocol = Protocol::tcp;
        std::uint16_t port = 0;
    };
    // Each side by itself, or `both` for the two together: whether the flow passes.
    struct FlowAnswer {
        Answer ingress = Answer::any;
        Answer egress = Answer::any;
        Answer both = Answer::any;
    };

    // Whose answers these are, as the format used tells.
    enum class Origin : std::uint8_t {
        policy_code,  // Cilium's, all of it, without an agent around it
        checks,       // the agent's checks of policies alone: no schema before them, no flows
        validation,   // the API server's alone: {name, ok, manifest}
        others,       // a cluster, or another project: whatever uses an extension of the format
    };

    std::string id;
    Origin origin = Origin::policy_code;
    std::optional<engine::EnforcementMode> mode = {};
    std::optional<engine::CiliumVersion> cilium = {};  // the release that answered, where the case says so
    std::vector<manifest::Manifest> policies = {};
    World world = {};
    std::vector<Question> flows = {};
    std::vector<PolicyAnswer> policy_answers = {};  // one for each policy
    std::vector<FlowAnswer> flow_answers = {};      // one for each flow

    Flow flow(const Question& question) const;
};

// An error says what is wrong with the line, not where it stands.
Result<VectorCase> parse_vector_case(const std::string& line);

}  // namespace pgreach::vectors
