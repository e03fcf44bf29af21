#pragma once

#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "vectors/vector_case.hpp"
#include "vectors/vectors.hpp"

namespace pgreach::vectors {

// Whether these verdicts are what the case says of the flow.
bool agree(const VectorCase& given, size_t flow, const engine::Verdicts& ours);

// What the engine says of a case, beside what others say. Mismatches that a known deviation explains carry its name.
class Comparison {
  public:
    // `where`: of the mismatches. What the case does not say of its Cilium is as in `otherwise`.
    Comparison(std::string where, const VectorCase& given, const engine::Cilium& otherwise);

    Mismatches policies() const;
    Mismatches flows() const;

  private:
    Mismatch mismatch(std::string what, std::string theirs, std::string ours, std::string reason = {}) const {
        return {where_, std::move(what), std::move(theirs), std::move(ours), std::move(reason), {}};
    }
    void compare_policy(size_t index, Mismatches& found) const;
    void compare_flow(const engine::Evaluator& evaluator, size_t index, Mismatches& found) const;
    Mismatches flows_under(const std::vector<manifest::Manifest>& policies) const;

    std::string where_;
    const VectorCase& case_;
    engine::Cilium cilium_;
};

}  // namespace pgreach::vectors
