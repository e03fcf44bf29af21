#include <fmt/format.h>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "diff/groups.hpp"
#include "diff/render.hpp"

namespace pgreach::diff {
namespace {

constexpr size_t shown_names = 4;

std::string side_text(const char* mark, const Side& side) {
    std::string text = fmt::format("{}  {}: {}, {}, {} {}, {} cells\n", mark, printable_line(side.name),
                                   printable_line(side.started), printable_line(side.place), side.scenarios.size(),
                                   side.scenarios.size() == 1 ? "scenario" : "scenarios", side.cells);
    if (!side.incomplete.empty()) text += "   incomplete: " + printable_line(side.incomplete) + "\n";
    return text;
}

std::string_view heading_of(ChangeKind kind) {
    return kind == ChangeKind::untold ? "could not tell" : to_string(kind);
}

std::string group_text(const Group& group, bool all) {
    const auto& change = *group.first;
    std::string text =
        fmt::format("  {}: {}", heading_of(change.kind), count_text(change.cell.kind, group.names.size()));
    const auto aspects = aspects_text(change);
    if (!aspects.empty()) text += ", " + printable_line(aspects);
    text += "\n    " + printable_line(some_of(group.names, all ? group.names.size() : shown_names)) + "\n";
    if (!change.why.empty()) text += "    " + printable_line(change.why) + "\n";
    return text;
}

std::string groups_text(const Difference& difference, bool all) {
    std::string text;
    std::string last;
    for (const auto& group : grouped(difference)) {
        const auto place = printable_line(place_text(group.first->cell));
        if (place != last) text += "\n" + place + "\n";
        last = place;
        text += group_text(group, all);
    }
    return text;
}

}  // namespace

std::string to_text(const Difference& difference, bool all) {
    std::string text = side_text("A", difference.before) + side_text("B", difference.after);
    for (const auto& aspect : difference.environment) {
        text += fmt::format("   {}: {} → {}\n", printable_line(aspect.name), printable_line(aspect.before),
                            printable_line(aspect.after));
    }
    text += groups_text(difference, all) + "\n";
    for (const auto& line : alone_texts(difference)) text += printable_line(line) + "\n";
    for (const auto& time : difference.times) {
        if (time.beyond_noise) text += time_text(time) + "; beyond noise: " + describe(difference.rule) + "\n";
    }
    if (!difference.changes.empty()) text += counts_text(difference) + "\n";
    return text + answer_text(difference) + "\n";
}

}  // namespace pgreach::diff
