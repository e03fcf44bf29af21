#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/printable.hpp"
#include "report/comparison.hpp"
#include "report/html.hpp"
#include "report/page_json.hpp"
#include "report/page_text.hpp"
#include "report/summary.hpp"

namespace pgreach::report {
namespace {

using Json = nlohmann::ordered_json;

Json side_json(const Side& side) {
    Json json = Json::array({number_of(side.judgement)});
    json.push_back(side.text.empty() ? Json(nullptr) : Json(printable(side.text)));
    return json;
}

std::string name_of(const Record& record) {
    const auto when = record.started.empty() ? std::string("unknown time") : record.started;
    return printable_line(fmt::format("{}, {}, Cilium {}{}", when, record.backend, record.cilium.release,
                                      record.complete ? "" : ", incomplete"));
}

}  // namespace

std::string to_html(const Comparison& comparison, const Record& before, const Record& after) {
    Json differences = Json::array();
    for (const auto& one : comparison.differences) {
        Json row = Json::array({printable_line(one.scenario), printable_line(one.step), printable_line(one.name)});
        row.push_back(side_json(one.before));
        row.push_back(side_json(one.after));
        differences.push_back(std::move(row));
    }
    const auto count = comparison.differences.size();
    const auto json = script_text({{"before", "before: " + name_of(before)},
                                   {"after", "after: " + name_of(after)},
                                   {"differences", std::move(differences)}});
    return render({.title = fmt::format("pgreach: {} differ between two runs", count),
                   .kind = "two runs",
                   .look = count == 0 ? "passed" : "failed",
                   .word = count == 0 ? "same" : fmt::format("{} {}", count, count == 1 ? "differs" : "differ"),
                   .sentence = fmt::format("{} {} the same in both runs", comparison.same,
                                           comparison.same == 1 ? "item is" : "items are"),
                   .facts = {{"before", name_of(before)},
                             {"after", name_of(after)},
                             {"where before", environment_text(before)},
                             {"where after", environment_text(after)}},
                   .data = data_element("comparison", json),
                   .scripts = {page_text::base, page_text::compare}});
}

}  // namespace pgreach::report
