#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/admission.hpp"
#include "yaml/node.hpp"

namespace pgreach::kube {

// What `kubectl apply -f -` said of one object.
struct ApplyAnswer {
    enum class State { created, configured, unchanged, refused };
    State state = State::created;
    std::vector<std::string> unknown_fields = {};  // refused for them, or warned of them
    std::vector<std::string> schema_errors = {};   // refused for them
};

// Reads exit status, stdout and stderr of `kubectl apply`. A refusal by the API server is an answer; whatever says
// nothing of the object (no server, no such namespace, no permission) is an error.
Result<ApplyAnswer> read_apply(int exit, const std::string& out, const std::string& err);

// The same of several objects of these names that were applied in one call; nothing for those that were not taken, for
// what is said of them does not tell which they are.
std::vector<std::optional<ApplyAnswer>> read_apply_of(const std::vector<std::string>& names, const std::string& out);

// The paths that were sent and are not in what was stored, as the API server words them:
// "spec.ingress[0].fromEndpoints[0].labelSelector". Only the parents of what is missing are named; what the server
// added is not our concern.
std::vector<std::string> missing_fields(const yaml::Node& sent, const yaml::Node& stored);

// What the agents say of a policy: condition `Valid` of its status (Cilium 1.17 and later set it).
struct AgentVerdict {
    enum class State { pending, valid, invalid };
    State state = State::pending;
    std::string message = {};
};
AgentVerdict agent_verdict(const yaml::Node& stored_policy);

// The three together: what became of the policy.
Admission admission_of(const ApplyAnswer& answer, const std::vector<std::string>& missing, const AgentVerdict& verdict);

}  // namespace pgreach::kube
