// Any text as a participants file: it must give participants or diagnostics, and every word of its vocabulary must
// mean something.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "scenario/participants_reader.hpp"
#include "scenario/scenario.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    const auto read = scenario::read_participants(std::make_shared<const Source>(Source{"fuzz.yaml", text}));
    (void)render(read.diagnostics);
    if (has_errors(read.diagnostics)) return 0;
    for (const auto& word : read.participants.vocabulary()) {
        if (read.participants.resolve(word).empty()) std::abort();
    }
    (void)scenario::plan(read.participants);
    return 0;
}
