// Any text as a scenario file, with the page and the participants that there are: a scenario exactly if there are no
// complaints, and then a claim for every flow.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/file.hpp"
#include "scenario/scenario_reader.hpp"

using namespace pgreach;

namespace {

const scenario::Library& library() {
    static const scenario::Library known = [] {
        const std::string folder = std::string(PGREACH_SOURCE_DIR) + "/fixtures/";
        auto text = read_file(folder + "docs/cilium.md");
        if (!text) std::abort();
        auto page = scenario::read_page(std::make_shared<const Source>(Source{"cilium.md", *std::move(text)}));
        if (!page) std::abort();
        return scenario::Library{*std::move(page), {folder + "participants"}};
    }();
    return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = memfd_create("scenario", MFD_CLOEXEC);
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
    const auto read = scenario::read_scenario("/proc/self/fd/" + std::to_string(file), library());
    (void)render(read.diagnostics);
    if (read.scenario.has_value() == has_errors(read.diagnostics)) std::abort();
    if (!read.scenario) return 0;
    for (const auto& step : read.scenario->steps) {
        if (step.claims.size() != scenario::plan(read.scenario->participants).size()) std::abort();
    }
    return 0;
}
