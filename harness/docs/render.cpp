#include "docs/render.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::docs {
namespace {

constexpr size_t shown_digits = 12;  // of a hash, for people

std::string counted(size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string policies_of(const CheckedExample& one) {
    std::vector<std::string> names;
    for (const auto& policy : one.example.policies) names.push_back(printable_line(describe(policy)));
    return names.empty() ? "(cannot be read)" : enumerate(names);
}

// A page's examples, a line each.
std::string table(const CheckedPage& page) {
    std::string text;
    for (const auto& one : page.examples) {
        const auto& heading = one.example.block.heading;
        text += fmt::format("  {:>5}  {}  {:<9}  {}{}\n", one.example.block.line, one.sha256.substr(0, shown_digits),
                            to_string(one.example.state), policies_of(one),
                            heading.empty() ? "" : ", under '" + printable_line(heading) + "'");
    }
    for (const auto* known : page.gone) {
        text += fmt::format("  {:>5}  {:<{}}  {:<9}  {}\n", "-", "", shown_digits, "gone", known->judges[0]->name);
    }
    return text;
}

// What to do about examples that nobody knows.
std::string advice(const CheckResult& result) {
    if (result.count(ExampleState::fresh) == 0) return "";
    return "new: no scenario says what they promise; pgreach docs run tries them, pgreach docs init writes "
           "scenarios\n\n";
}

std::string changes(const CheckedPage& page) {
    std::string text;
    for (const auto& one : page.examples) {
        if (one.diff.empty()) continue;
        text += fmt::format("\n--- {}, as scenario {} has it\n+++ {}:{}\n{}", one.example.known->heading,
                            one.example.known->judges[0]->name, printable_line(one.example.block.source->name),
                            one.example.block.source->first_line, printable(one.diff));
    }
    return text;
}

// What stands in a cell of a table in Markdown.
std::string cell(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '|' ? "\\|" : c == '\n' ? "<br>" : c == '<' ? "&lt;" : std::string(1, c);
    }
    return result;
}

// As a listing, with a fence that is not in it.
std::string fenced(const std::string& text) {
    std::string fence = "~~~~";
    while (text.find(fence) != std::string::npos) fence += '~';
    return fence + "diff" + text + fence + "\n";
}

std::string place(const Diagnostic& finding) {
    const auto name = printable_line(finding.source->name);
    return finding.mark.line == 0 ? name : name + ":" + std::to_string(finding.mark.line);
}

void add_findings(const CheckResult& result, Severity severity, const char* title, std::string& text) {
    if (result.count(severity) == 0) return;
    text += fmt::format("\n## {}\n\n| where | what | remedy |\n| --- | --- | --- |\n", title);
    for (const auto& finding : result.findings) {
        if (finding.severity != severity) continue;
        text += fmt::format("| `{}` | {} `{}` | {} |\n", place(finding), cell(printable(finding.text)), finding.code,
                            cell(printable(finding.remedy)));
    }
}

}  // namespace

std::string summary(const CheckResult& result) {
    std::vector<std::string> states;
    for (const auto state : {ExampleState::unchanged, ExampleState::changed, ExampleState::fresh}) {
        if (const auto count = result.count(state); count > 0) {
            states.push_back(std::to_string(count) + " " + std::string(to_string(state)));
        }
    }
    size_t gone = 0;
    for (const auto& page : result.pages) gone += page.gone.size();
    if (gone > 0) states.push_back(std::to_string(gone) + " gone");
    std::string text = counted(result.pages.size(), "page", "pages");
    if (result.others > 0) text += " (" + std::to_string(result.others) + " without examples skipped)";
    text += ", " + counted(result.examples(), "example", "examples");
    if (!states.empty()) text += " (" + join(states, ", ") + ")";
    text += ": " + counted(result.count(Severity::error), "error", "errors") + ", " +
            counted(result.count(Severity::warning), "warning", "warnings") + ", " +
            counted(result.count(Severity::note), "note", "notes");
    if (result.incomplete()) text += "; not all of it could be read";
    return text;
}

std::string to_text(const CheckResult& result) {
    std::string text;
    for (const auto& page : result.pages) {
        text += printable_line(page.source->name) + "\n" + table(page) + changes(page) + "\n";
    }
    const auto findings = pgreach::render(result.findings);
    return text + advice(result) + (findings.empty() ? "" : findings + "\n") + summary(result) + "\n";
}

std::string to_markdown(const CheckResult& result) {
    std::string text = "# " + summary(result) + "\n";
    add_findings(result, Severity::error, "Errors", text);
    add_findings(result, Severity::warning, "Warnings", text);
    for (const auto& page : result.pages) {
        text +=
            fmt::format("\n## {}\n\n| line | heading | policy | state | sha256 |\n| --- | --- | --- | --- | --- |\n",
                        printable_line(page.source->name));
        for (const auto& one : page.examples) {
            text += fmt::format("| {} | {} | {} | {} | `{}` |\n", one.example.block.line,
                                cell(printable_line(one.example.block.heading)), cell(policies_of(one)),
                                to_string(one.example.state), one.sha256.substr(0, shown_digits));
        }
        for (const auto* known : page.gone) {
            text += fmt::format("| – | {} | {} | gone | |\n", cell(known->heading), known->judges[0]->name);
        }
        const auto diffs = changes(page);
        if (diffs.empty()) continue;
        text += "\n<details><summary>What has changed</summary>\n\n" + fenced(diffs) + "\n</details>\n";
    }
    add_findings(result, Severity::note, "Notes", text);
    return text;
}

}  // namespace pgreach::docs
