#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/progress.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/signal_stop.hpp"
#include "cli/with_backend.hpp"
#include "netns/private_node.hpp"
#include "netns/user_namespace.hpp"
#include "scenario/catalog.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// One line a check: what was looked at, and what was found.
bool show(const char* what, const Result<std::string>& found) {
    if (found) {
        print(fmt::format("ok    {}: {}\n", what, *found));
        return true;
    }
    print(fmt::format("FAIL  {}: {}\n", what, found.error().message));
    if (!found.error().remedy.empty()) print(fmt::format("      {}\n", found.error().remedy));
    return false;
}

Result<std::string> find_scenarios(const Invocation& invocation) {
    const auto catalog = scenario::Catalog::load(invocation.data);
    if (!catalog) return catalog.error();
    return fmt::format("{} in {}", catalog->all().size(), invocation.data.string());
}

Result<std::string> try_namespaces() {
    const auto kind = netns::probe_private_node();
    if (!kind) return kind.error();
    if (*kind == netns::NodeKind::user_namespace) return std::string("in a user namespace, no root needed");
    const auto settings = netns::namespace_settings(true);
    return "as root" + (settings.found.empty() ? "" : ", without a user namespace: " + settings.found);
}

// All of it once: pods, ruleset and PostgreSQL with a replica are set up and taken down again.
Result<std::string> try_environment(const Invocation& invocation) {
    const auto catalog = scenario::Catalog::load(invocation.data);
    if (!catalog) return Error{ErrorKind::input, "not tried without scenarios"};
    const SignalStop stop;
    NoProgress progress;
    const SteadyClock clock;
    const auto start = clock.now();
    const auto code = with_backend(invocation, {}, stop, progress, [&](backend::Backend& backend) {
        const auto up = backend.up(catalog->all().front().participants);
        const auto down = backend.down();
        if (!up) return fail(up.error());
        return down ? 0 : fail(down.error());
    });
    if (!code) return code.error();
    if (*code != 0) return environment_error("the environment did not come up: see above");
    return fmt::format("up and down in {} ms", since(start, clock.now()).count() / 1000);
}

int examine_machine(const Invocation& invocation) {
    bool well = show("scenarios", find_scenarios(invocation));
    const bool namespaces = show("private node", try_namespaces());
    well = namespaces && well;
    if (namespaces) well = show("pods, nftables, PostgreSQL with a replica", try_environment(invocation)) && well;
    print(well ? "This machine can run the embedded backend.\n" : "Fix the failures above and run doctor again.\n");
    return well ? verdict::exit_conforms : verdict::exit_inconclusive;
}

Action declare_doctor(CLI::App&) {
    return examine_machine;
}

}  // namespace

extern const Command doctor_command{
    "doctor", "Check whether this machine can run the embedded backend, and what to do if not", "", declare_doctor};

}  // namespace pgreach::cli
