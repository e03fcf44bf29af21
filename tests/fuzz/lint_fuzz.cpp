// Any text as a file of policies, and as a page in Markdown that holds some: whatever lint finds has words, and can be
// written in each format.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "lint/lint.hpp"
#include "lint/render.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    for (const char* name : {"fuzz.yaml", "fuzz.md"}) {
        const auto report = lint::lint({std::make_shared<const Source>(Source{name, text})}, {});
        for (const auto& finding : report.findings) {
            if (finding.text.empty() || finding.code.empty()) std::abort();
        }
        if (lint::to_text(report).empty() || lint::to_json(report).empty() || lint::to_sarif(report).empty()) {
            std::abort();
        }
    }
    return 0;
}
