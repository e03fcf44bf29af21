#include "cli/stage.hpp"

#include <cstdlib>
#include <string_view>

#include "backend/embedded.hpp"
#include "base/text.hpp"
#include "netns/private_node.hpp"

namespace pgreach::cli {
namespace {

// PGREACH_FAULT=no-enforcement,no-evidence: what our tests switch off to show that such a run is never green.
backend::EmbeddedFaults faults_of_environment() {
    const char* text = std::getenv("PGREACH_FAULT");
    backend::EmbeddedFaults faults;
    for (const auto& fault : split(text == nullptr ? "" : text, ',')) {
        if (fault == "no-enforcement") faults.no_enforcement = true;
        if (fault == "no-evidence") faults.no_evidence = true;
    }
    return faults;
}

}  // namespace

std::filesystem::path probe_program(const std::string& given) {
    if (!given.empty()) return std::filesystem::absolute(given);
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "pgreach-probe";
}

Result<int> on_stage(const RunArguments& arguments, const StopSignal& stop, Progress& progress, const Play& play) {
    const backend::EmbeddedOptions options{probe_program(arguments.probe), faults_of_environment()};
    if (!std::filesystem::exists(options.probe)) {
        return Error{ErrorKind::usage, "there is no probe program " + options.probe.string(),
                     "build it (ninja pgreach-probe), or name it with --probe"};
    }
    return netns::run_in_private_node({}, [&](const netns::PrivateNode& node) {
        backend::EmbeddedBackend embedded(node, options, stop, progress);
        return play(embedded);
    });
}

}  // namespace pgreach::cli
