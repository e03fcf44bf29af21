// Any text as the record of a run: what is understood is the same record once it is written and read again, can be
// judged, and its JUnit report is well-formed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "report/report.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record = verdict::parse_record(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!record) return 0;
    const std::string text = verdict::to_json(*record);
    const auto again = verdict::parse_record(text);
    if (!again || verdict::to_json(*again) != text) std::abort();
    const auto verdict = verdict::judge(*record);
    for (const auto& format : report::formats()) {
        const auto report = report::render(format, *record, verdict);
        if (!report) std::abort();
        pugi::xml_document document;
        if (format == "junit" && !document.load_string(report->c_str())) std::abort();
    }
    return 0;
}
