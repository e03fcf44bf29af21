#include "report/html.hpp"

#include <fmt/format.h>

#include <map>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "report/page_data.hpp"
#include "report/page_text.hpp"
#include "report/places.hpp"
#include "report/summary.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::report {
namespace {

std::string fact_text(const std::pair<std::string, std::string>& fact) {
    return fmt::format("    <div><dt>{}</dt><dd>{}</dd></div>\n", html_text(fact.first), html_text(fact.second));
}

const char* look_of(int exit) {
    if (exit == verdict::exit_conforms) return "passed";
    return exit == verdict::exit_finding ? "failed" : "unsure";
}

std::vector<std::string> notes_of(const Record& record) {
    std::vector<std::string> notes;
    if (!record.faults.empty()) {
        notes.push_back("TEST RUN: it went without something on purpose (PGREACH_FAULT=" + join(record.faults, ",") +
                        ") and proves nothing");
    }
    if (!record.complete) {
        notes.emplace_back("Incomplete: the run did not reach its end. What follows is what was measured until then.");
    }
    return notes;
}

std::vector<std::pair<std::string, std::string>> facts_of(const Record& record, const verdict::RunVerdict& verdict) {
    std::vector<std::pair<std::string, std::string>> facts = {{"began", record.started},
                                                              {"counted", counts_text(verdict)},
                                                              {"where", environment_text(record)},
                                                              {"command", record.command}};
    for (const auto& note : record.notes) facts.emplace_back("note", note);
    for (const auto& assumption : record.cilium.assumptions) facts.emplace_back("assumed", assumption);
    for (const auto& setting : record.cilium.not_followed) facts.emplace_back("not followed", setting);
    std::erase_if(facts, [](const auto& fact) { return fact.second.empty(); });
    return facts;
}

}  // namespace

std::string html_text(std::string_view text) {
    static const std::map<char, std::string_view> escapes = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    std::string safe;
    for (const char c : printable(text)) {
        const auto found = escapes.find(c);
        if (found == escapes.end()) {
            safe += c;
        } else {
            safe += found->second;
        }
    }
    return safe;
}

std::string data_element(const std::string& id, const std::string& json) {
    return fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", id, json);
}

std::string render(const Page& page) {
    std::string facts;
    for (const auto& fact : page.facts) facts += fact_text(fact);
    std::string notes;
    for (const auto& note : page.notes) notes += "  <p class=\"notice\">" + html_text(note) + "</p>\n";
    std::string script;
    for (const char* part : page.scripts) script += part;
    return fill_in(page_text::page, {{"title", html_text(page.title)},
                                     {"style", page_text::style},
                                     {"class", page.look},
                                     {"kind", html_text(page.kind)},
                                     {"word", html_text(page.word)},
                                     {"sentence", html_text(page.sentence)},
                                     {"notes", notes},
                                     {"facts", facts},
                                     {"data", page.data},
                                     {"script", script}});
}

std::string to_html(const Record& record, const verdict::RunVerdict& verdict) {
    Page page{.title = "pgreach: " + answer_text(verdict) + ", " + scenarios_text(verdict),
              .kind = "run",
              .look = look_of(verdict.exit),
              .word = answer_text(verdict),
              .sentence = scenarios_text(verdict),
              .notes = notes_of(record),
              .facts = facts_of(record, verdict),
              .data = data_element("run", run_data(record, verdict))};
    for (size_t i = 0; i < verdict.scenarios.size(); ++i) {
        if (verdict.scenarios[i].record == nullptr) continue;
        page.data += data_element("scenario-" + std::to_string(i), scenario_data(verdict.scenarios[i]));
    }
    page.scripts = {page_text::base, page_text::matrix, page_text::cell, page_text::timeline, page_text::page_script};
    return render(page);
}

}  // namespace pgreach::report
