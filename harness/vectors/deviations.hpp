#pragma once

#include <string_view>
#include <vector>

#include "vectors/comparison.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::vectors {

// A construct of which others say something else than Cilium, or that a case does not tell enough of.
struct Deviation {
    std::string_view name;    // "block-on-pods"
    std::string_view text;    // what differs
    std::string_view source;  // where that is written
    // Whether this is the reason for a flow's mismatch: the engine gives their answer once it is taken as they take it.
    bool (*explains_flow)(const VectorCase& given, const engine::Cilium& cilium, size_t flow) = nullptr;
    // The same for a policy's.
    bool (*explains_policy)(const VectorCase& given, const engine::Cilium& cilium, size_t policy) = nullptr;
    VectorCase::Origin origin = VectorCase::Origin::others;  // of the answers that it is about
};
const std::vector<Deviation>& deviations();

// The name of the first one that explains it; empty where none does.
std::string_view explain_flow(const VectorCase& given, const engine::Cilium& cilium, size_t flow);
std::string_view explain_policy(const VectorCase& given, const engine::Cilium& cilium, size_t policy);

}  // namespace pgreach::vectors
