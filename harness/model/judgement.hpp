#pragma once

#include <cstdint>

#include "model/conclusion.hpp"
#include "model/flow.hpp"

namespace pgreach {

// Claim, prediction and observation put together; see docs/verdicts.md.
enum class Judgement : std::uint8_t { conforms, docs_defect, known_defect, stale_defect, deviation, inconclusive };

// The table of "three answers, one judgement". `listed`: the flow stands under the scenario's known_defects.
Judgement judge(Verdict claim, Verdict prediction, Observed observation, bool listed);

}  // namespace pgreach
