#include "report/report.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/sarif.hpp"
#include "report/terminal.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::report {
namespace {

struct Format {
    const char* name;
    const char* file;
    std::string (*render)(const Record&, const verdict::RunVerdict&);
};

// A new report is one file beside this one and a line here.
constexpr std::array<Format, 6> known_formats = {{
    {"html", "report.html", [](const auto& record, const auto& verdict) { return to_html(record, verdict); }},
    {"markdown", "report.md", [](const auto& record, const auto& verdict) { return to_markdown(record, verdict); }},
    {"text", "report.txt", [](const auto& record, const auto& verdict) { return to_terminal(record, verdict, {}); }},
    {"json", "report.json", [](const auto& record, const auto& verdict) { return verdict::to_json(record, verdict); }},
    {"junit", "junit.xml", to_junit},
    {"sarif", "report.sarif", to_sarif},
}};

}  // namespace

std::vector<std::string> formats() {
    std::vector<std::string> names;
    for (const auto& format : known_formats) names.emplace_back(format.name);
    return names;
}

std::string file_name(const std::string& format) {
    for (const auto& candidate : known_formats) {
        if (candidate.name == format) return candidate.file;
    }
    return {};
}

Result<std::string> render(const std::string& format, const Record& record, const verdict::RunVerdict& verdict) {
    for (const auto& candidate : known_formats) {
        if (candidate.name == format) return candidate.render(record, verdict);
    }
    const auto meant = nearest(format, formats());
    return Error{ErrorKind::usage, "there is no report format '" + format + "'",
                 meant ? "did you mean '" + *meant + "'?" : "formats: " + join(formats(), ", ")};
}

}  // namespace pgreach::report
