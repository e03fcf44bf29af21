#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

int gravity(Judgement judgement) {
    switch (judgement) {
        case Judgement::conforms:
            return 0;
        case Judgement::known_defect:
            return 1;
        case Judgement::inconclusive:
            return 2;
        case Judgement::stale_defect:
            return 3;
        case Judgement::docs_defect:
            return 4;
        case Judgement::deviation:
            return 5;
    }
    return 0;
}

bool is_finding(Judgement judgement) {
    return gravity(judgement) > gravity(Judgement::inconclusive);
}

std::vector<const Item*> all_items(const RunVerdict& verdict) {
    std::vector<const Item*> items;
    for (const auto& scenario : verdict.scenarios) {
        for (const auto& item : scenario.items) items.push_back(&item);
    }
    for (const auto& item : verdict.run) items.push_back(&item);
    return items;
}

}  // namespace pgreach::verdict
