#include "report/page_json.hpp"

#include <nlohmann/json.hpp>

namespace pgreach::report {

std::string script_text(const nlohmann::ordered_json& json) {
    const auto text = json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
    std::string safe;
    safe.reserve(text.size() + text.size() / 64);
    for (const char c : text) {  // outside of its texts JSON has no '<'
        if (c == '<') {
            safe += "\\u003c";
        } else {
            safe += c;
        }
    }
    return safe;
}

// In the order of JUDGEMENTS in reports/html/base.js.
int number_of(const std::optional<Judgement>& judgement) {
    if (!judgement) return -1;
    switch (*judgement) {
        case Judgement::conforms:
            return 0;
        case Judgement::known_defect:
            return 1;
        case Judgement::docs_defect:
            return 2;
        case Judgement::stale_defect:
            return 3;
        case Judgement::deviation:
            return 4;
        case Judgement::inconclusive:
            return 5;
    }
    return -1;
}

}  // namespace pgreach::report
