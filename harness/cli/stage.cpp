#include "cli/stage.hpp"

#include <algorithm>
#include <cstdlib>

#include "backend/embedded.hpp"
#include "base/text.hpp"
#include "netns/private_node.hpp"

namespace pgreach::cli {
namespace {

// PGREACH_FAULT=no-enforcement,no-evidence,no-user-namespaces: what our tests take away, to show that a run without it
// is not green, or does without.
bool lacks(const std::string& what) {
    const char* text = std::getenv("PGREACH_FAULT");
    const auto faults = split(text == nullptr ? "" : text, ',');
    return std::find(faults.begin(), faults.end(), "no-" + what) != faults.end();
}

}  // namespace

std::filesystem::path probe_program(const std::string& given) {
    if (!given.empty()) return std::filesystem::absolute(given);
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "pgreach-probe";
}

Result<int> on_stage(const RunArguments& arguments, const StopSignal& stop, Progress& progress, const Play& play) {
    const backend::EmbeddedOptions options{probe_program(arguments.probe),
                                           {.no_enforcement = lacks("enforcement"), .no_evidence = lacks("evidence")}};
    if (!std::filesystem::exists(options.probe)) {
        return Error{ErrorKind::usage, "there is no probe program " + options.probe.string(),
                     "build it (ninja pgreach-probe), or name it with --probe"};
    }
    const netns::NodeOptions node_options{.allow_user_namespace = !lacks("user-namespaces")};
    return netns::run_in_private_node(node_options, [&](const netns::PrivateNode& node) {
        backend::EmbeddedBackend embedded(node, options, stop, progress);
        return play(embedded);
    });
}

}  // namespace pgreach::cli
