#include "cli/part_options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>

#include "cli/checks.hpp"
#include "cli/scenario_times.hpp"
#include "run/runner.hpp"
#include "run/shard.hpp"

namespace pgreach::cli {
namespace {

std::string shard_text(const std::string& value) {
    return run::parse_shard(value) ? "" : "'" + value + "' is no part of a whole, as 2/3 is";
}

}  // namespace

void add_part_options(CLI::App& command, PartOptions& options) {
    command
        .add_option(
            "--shard", options.shard,
            "Only this part of the scenarios, of parts that take equally long; pgreach merge joins their records")
        ->type_name("I/N")
        ->check(shard_text);
    command
        .add_option("--times", options.times,
                    "A record or history that tells how long scenarios take, for --shard; by their size unless given. "
                    "All shards need the same one")
        ->type_name("FILE")
        ->check(existing_file);
    command
        .add_option("--repeat", options.repeat,
                    "Run every scenario so often; what is not seen alike each time is unstable, and told")
        ->type_name("NUMBER")
        ->check(whole_number(1, 1000));
}

Result<ChosenPart> choose_part(const std::vector<scenario::Scenario>& all, const scenario::FlowFilter& filter,
                               const PartOptions& options) {
    if (options.shard.empty()) return ChosenPart{run::repeated(all, options.repeat)};
    auto scenarios = all;
    std::erase_if(scenarios, [&](const auto& one) { return planned_flows(one.participants, filter).empty(); });
    run::Times times;
    if (!options.times.empty()) {
        auto measured = read_scenario_times(options.times);
        if (!measured) return std::move(measured).error();
        times = *std::move(measured);
    }
    const auto shard = *run::parse_shard(options.shard);
    std::vector<scenario::Scenario> mine;
    for (const auto item : run::share_of(run::costs_of(scenarios, times), shard)) mine.push_back(scenarios[item]);
    if (mine.empty()) {
        return Error{ErrorKind::no_match,
                     fmt::format("shard {} has nothing to run: of {} nothing is left for it", options.shard,
                                 scenarios.size() == 1 ? "1 scenario" : fmt::format("{} scenarios", scenarios.size())),
                     "use no more shards than scenarios"};
    }
    const auto whole = run::plan_of(run::repeated(scenarios, options.repeat));
    return ChosenPart{run::repeated(mine, options.repeat), ShardRecord{shard.index, shard.count, whole}};
}

}  // namespace pgreach::cli
