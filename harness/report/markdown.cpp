#include "report/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "report/findings.hpp"
#include "report/matrix.hpp"
#include "report/overview.hpp"
#include "report/paint.hpp"
#include "report/summary.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::report {
namespace {

using verdict::ScenarioVerdict;

constexpr std::string_view fence = "~~~~~~";  // longer than what would end it: see block()

// Lines as they are. A line of tildes in them would end the block, so none is left at the beginning of a line.
std::string block(const std::vector<std::string>& lines) {
    std::string text = paint(join(lines, "\n"), false, 0);
    for (size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) text[at] = '-';
    while (text.ends_with('\n')) text.pop_back();
    return fmt::format("{}text\n{}\n{}\n", fence, text, fence);
}

const char* sign_of(int exit) {
    if (exit == verdict::exit_conforms) return "✅";
    return exit == verdict::exit_finding ? "❌" : "⚠️";
}

std::string head(const Record& record, const verdict::RunVerdict& verdict) {
    std::string text = fmt::format("## {} pgreach: {}\n\n{}\n\n", sign_of(verdict.exit), answer_text(verdict),
                                   markdown_text(scenarios_text(verdict)));
    if (!record.faults.empty()) text += "**TEST RUN**: it went without something on purpose and proves nothing.\n\n";
    if (!record.complete) {
        text += "**Incomplete**: the run did not reach its end. What follows is what was measured until then.\n\n";
    }
    text += markdown_text(counts_text(verdict)) + "\n\n";
    text += markdown_text(environment_text(record)) + "\n\n";
    for (const auto& note : record.notes) text += markdown_text(note) + "\n\n";
    return text;
}

std::string table(const verdict::RunVerdict& verdict) {
    if (verdict.scenarios.empty()) return {};
    std::string text = "| scenario | judgement | policies | database |\n| --- | --- | --- | --- |\n";
    for (const auto& scenario : verdict.scenarios) {
        const bool told = scenario.record != nullptr && !scenario.items.empty();
        text += fmt::format("| {} | {} | {} | {} |\n", markdown_text(scenario.name), headline_text(scenario),
                            told ? markdown_text(policies_text(scenario)) : "",
                            told ? markdown_text(database_text(scenario)) : "");
    }
    return text + "\n";
}

// What needs somebody's attention, a part for each scenario and one for the run.
std::vector<std::string> attention(const Record& record, const verdict::RunVerdict& verdict) {
    std::vector<std::string> parts;
    const auto lines = describe_run(verdict.run);
    if (!lines.empty()) parts.push_back("#### The run itself\n\n" + block(lines) + "\n");
    for (const auto& scenario : verdict.scenarios) {
        const auto found = describe_findings(record, scenario);
        if (found.empty()) continue;
        parts.push_back(
            fmt::format("#### {}: {}\n\n{}\n", markdown_text(scenario.name), headline_text(scenario), block(found)));
    }
    return parts;
}

std::string details(const ScenarioVerdict& scenario) {
    std::string text =
        fmt::format("<details><summary>{}: {}</summary>\n\n", markdown_text(scenario.name), headline_text(scenario));
    if (scenario.record != nullptr) {
        text += markdown_text(scenario.record->title) + "\n\n";
        const auto defects = describe_defects(scenario, true);
        if (!defects.empty()) text += block(defects) + "\n";
        for (const auto& step : scenario.record->steps) {
            text +=
                markdown_text(step.name) + ":\n\n" + block({to_text(make_matrix(scenario, step.name, true))}) + "\n";
        }
    }
    return text + "</details>\n\n";
}

// Parts up to the limit; how many were left out.
size_t add_while_it_fits(const std::vector<std::string>& parts, size_t limit, std::string& text) {
    for (size_t i = 0; i < parts.size(); ++i) {
        if (text.size() + parts[i].size() > limit) return parts.size() - i;
        text += parts[i];
    }
    return 0;
}

}  // namespace

std::string markdown_text(std::string_view text) {
    std::string safe;
    for (const char c : printable_line(text)) {
        if (c == '<') {
            safe += "&lt;";
        } else if (c == '&') {
            safe += "&amp;";
        } else {
            if (std::string_view("\\`*_{}[]#|~>!").find(c) != std::string_view::npos) safe += '\\';
            safe += c;
        }
    }
    return safe;
}

std::string to_markdown(const Record& record, const verdict::RunVerdict& verdict, size_t limit) {
    std::string text = head(record, verdict);
    size_t left_out = 0;
    const auto notable = attention(record, verdict);
    if (!notable.empty()) text += "### What needs attention\n\n";
    left_out += add_while_it_fits(notable, limit, text);
    left_out += add_while_it_fits({table(verdict)}, limit, text);
    std::vector<std::string> folded;
    for (const auto& scenario : verdict.scenarios) folded.push_back(details(scenario));
    if (!folded.empty() && std::any_of(folded.begin(), folded.end(), [](const auto& one) { return !one.empty(); })) {
        folded.push_back(
            "<sub>open: answered, -: dropped, ?: could not tell, \\*: known defect, \\!: docs-defect, "
            "\\~: stale-defect, \\!\\!: deviation</sub>\n");
    }
    left_out += add_while_it_fits(folded, limit, text);
    if (left_out > 0) {
        text += fmt::format(
            "{} more {} left out, since a job summary holds no more than 1 MiB. The HTML report has "
            "all of it.\n",
            left_out, left_out == 1 ? "part is" : "parts are");
    }
    return text;
}

}  // namespace pgreach::report
