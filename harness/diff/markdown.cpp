#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"
#include "diff/groups.hpp"
#include "diff/markdown_text.hpp"
#include "diff/render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::diff {
namespace {

constexpr size_t some_names = 6;

std::string row(const std::string& what, const std::string& before, const std::string& after) {
    return fmt::format("| {} | {} | {} |\n", what, before, after);
}

std::string sides_table(const Difference& difference) {
    const auto& a = difference.before;
    const auto& b = difference.after;
    const auto state = [](const Side& side) {
        return side.incomplete.empty() ? "yes" : "no, " + plain(side.incomplete);
    };
    std::string text = row("", code_span(a.name), code_span(b.name)) + "| --- | --- | --- |\n";
    text += row("started", plain(a.started), plain(b.started)) + row("where", plain(a.place), plain(b.place));
    text += row("cells", std::to_string(a.cells), std::to_string(b.cells)) + row("complete", state(a), state(b));
    for (const auto& aspect : difference.environment) {
        text += row(plain(aspect.name), code_span(aspect.before), code_span(aspect.after));
    }
    return text;
}

std::string group_row(const Group& group, bool all) {
    const auto& change = *group.first;
    std::vector<std::string> names;
    for (const auto& name : group.names) {
        if (!all && names.size() == some_names) break;
        names.push_back(code_span(name));
    }
    if (names.size() < group.names.size()) names.push_back(fmt::format("… ({} in all)", group.names.size()));
    auto what = aspects_text(change);
    if (change.kind == ChangeKind::untold) what = what.empty() ? "could not tell" : what;
    if (change.kind == ChangeKind::appeared) what = "appeared: " + what;
    if (change.kind == ChangeKind::vanished) what = "vanished: " + what;
    return fmt::format("| {} | {} | {} | {} | {} |\n", code_span(change.cell.scenario), plain(change.cell.step),
                       join(names, ", "), plain(what), plain(change.why));
}

// One table of the groups that are wanted; empty where there is none.
std::string table_of(const Difference& difference, bool untold, bool all) {
    std::string text;
    for (const auto& group : grouped(difference)) {
        if ((group.first->kind == ChangeKind::untold) == untold) text += group_row(group, all);
    }
    if (text.empty()) return text;
    return "| scenario | step | cells | what | as it was told |\n| --- | --- | --- | --- | --- |\n" + text;
}

const char* sign_of(int exit) {
    if (exit == verdict::exit_conforms) return "✅";
    return exit == verdict::exit_finding ? "❌" : "❓";
}

}  // namespace

std::string to_markdown(const Difference& difference, bool all) {
    std::string text = fmt::format("## {} {}\n\n", sign_of(difference.exit()), plain(answer_text(difference)));
    if (const auto changes = table_of(difference, false, all); !changes.empty()) text += changes + "\n";
    for (const auto& line : alone_texts(difference)) text += "* " + plain(line) + "\n\n";
    for (const auto& time : difference.times) {
        if (!time.beyond_noise) continue;
        text += "* " + plain(time_text(time)) + "; beyond noise: " + plain(describe(difference.rule)) + "\n\n";
    }
    if (const auto untold = table_of(difference, true, all); !untold.empty()) {
        text += fmt::format("<details><summary>{} could not be told</summary>\n\n{}\n</details>\n\n",
                            difference.count(ChangeKind::untold), untold);
    }
    return text + sides_table(difference) + "\n" + plain(counts_text(difference)) + "\n";
}

}  // namespace pgreach::diff
