#include "model/judgement.hpp"

namespace pgreach {

Judgement judge(Verdict claim, Verdict prediction, Observed observation, bool listed) {
    if (observation == Observed::unclear) return Judgement::inconclusive;
    const Verdict seen = observation == Observed::open ? Verdict::allow : Verdict::deny;
    if (prediction != seen) return Judgement::deviation;
    if (claim == seen) return listed ? Judgement::stale_defect : Judgement::conforms;
    return listed ? Judgement::known_defect : Judgement::docs_defect;
}

}  // namespace pgreach
