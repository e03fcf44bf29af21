#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/progress.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/signal_stop.hpp"
#include "cli/with_backend.hpp"
#include "netns/private_node.hpp"
#include "scenario/catalog.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

// One line of the doctor's: what was looked at, and what came of it.
bool tell(const char* what, const Result<std::string>& found) {
    if (found) {
        fmt::print("ok    {}: {}\n", what, *found);
        return true;
    }
    fmt::print("FAIL  {}: {}\n", what, found.error().message);
    if (!found.error().remedy.empty()) fmt::print("      {}\n", found.error().remedy);
    return false;
}

Result<std::string> look_at_scenarios(const Arguments& arguments) {
    const auto catalog = scenario::Catalog::load(arguments.data);
    if (!catalog) return catalog.error();
    return fmt::format("{} in {}", catalog->all().size(), arguments.data.string());
}

Result<std::string> look_at_namespaces() {
    const auto kind = netns::probe_private_node();
    if (!kind) return kind.error();
    return std::string(*kind == netns::NodeKind::user_namespace ? "in a user namespace, no root needed" : "as root");
}

// The proof of the pudding: pods, ruleset, PostgreSQL with a replica, all up and down again once.
Result<std::string> try_the_stage(const Arguments& arguments) {
    const auto catalog = scenario::Catalog::load(arguments.data);
    if (!catalog) return Error{ErrorKind::input, "not tried, for want of scenarios"};
    const SignalStop stop;
    NoProgress progress;
    const SteadyClock clock;
    const auto start = clock.now();
    const auto code = with_backend(arguments, {}, stop, progress, [&](backend::Backend& backend) {
        const auto up = backend.up(catalog->all().front().participants);
        const auto down = backend.down();
        if (!up) return fail(up.error());
        return down ? 0 : fail(down.error());
    });
    if (!code) return code.error();
    if (*code != 0) return environment_error("did not come up: see above");
    return fmt::format("up and down in {} ms", since(start, clock.now()).count() / 1000);
}

}  // namespace

int doctor_command(const Arguments& arguments) {
    bool well = tell("scenarios", look_at_scenarios(arguments));
    const bool namespaces = tell("private node", look_at_namespaces());
    well = namespaces && well;
    if (namespaces) well = tell("pods, nftables, PostgreSQL with a replica", try_the_stage(arguments)) && well;
    fmt::print("{}\n", well ? "This machine can run the embedded backend." : "Mend what failed, then ask again.");
    return well ? verdict::exit_conforms : verdict::exit_inconclusive;
}

}  // namespace pgreach::cli
