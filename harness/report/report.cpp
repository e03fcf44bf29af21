#include "report/report.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "report/junit.hpp"
#include "report/terminal.hpp"
#include "run/record_json.hpp"

namespace pgreach::report {
namespace {

struct Format {
    const char* name;
    std::string (*render)(const Record&);
};

// A new report is one file beside this one and a line here.
constexpr std::array<Format, 3> all = {{
    {"text", [](const Record& record) { return to_terminal(record, {}); }},
    {"json", [](const Record& record) { return run::to_json(record); }},
    {"junit", [](const Record& record) { return to_junit(record); }},
}};

}  // namespace

std::vector<std::string> formats() {
    std::vector<std::string> names;
    for (const auto& format : all) names.emplace_back(format.name);
    return names;
}

Result<std::string> render(const std::string& format, const Record& record) {
    for (const auto& candidate : all) {
        if (candidate.name == format) return candidate.render(record);
    }
    const auto meant = nearest(format, formats());
    return Error{ErrorKind::usage, "there is no report format '" + format + "'",
                 meant ? "did you mean '" + *meant + "'?" : "formats: " + join(formats(), ", ")};
}

}  // namespace pgreach::report
