#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// A record and its verdict as one page (reports/html): style, scripts and data are in it, and it asks for nothing from
// anywhere. Nothing of the record becomes markup.
std::string to_html(const Record& record, const verdict::RunVerdict& verdict);

// A text as it may stand in HTML, in attributes too.
std::string html_text(std::string_view text);

// A page of reports/html: what stands in its head, its data (script elements), and the scripts that draw it.
struct Page {
    std::string title;
    std::string kind;                                             // "run", "comparison of two runs"
    std::string look;                                             // "passed", "failed", "unsure"
    std::string word;                                             // the answer
    std::string sentence;                                         // and a little more
    std::vector<std::string> notes = {};                          // what must not be overlooked
    std::vector<std::pair<std::string, std::string>> facts = {};  // name and text
    std::string data;
    std::vector<const char*> scripts = {};
};
std::string render(const Page& page);

// A script element with data, JSON without '<'.
std::string data_element(const std::string& id, const std::string& json);

}  // namespace pgreach::report
