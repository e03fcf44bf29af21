#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/record.hpp"
#include "scenario/flow_filter.hpp"
#include "scenario/scenario.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// Which part of the scenarios a run takes, and how often.
struct PartOptions {
    std::string shard;  // "2/3"; empty: all
    std::string times;  // path of a record or a history that tells how long scenarios take; empty: by their size
    int repeat = 1;
};

void add_part_options(CLI::App& command, PartOptions& options);

// What is run of the scenarios, and which part of the whole that is: of all scenarios that the filter leaves a flow.
struct ChosenPart {
    std::vector<scenario::Scenario> scenarios;
    std::optional<ShardRecord> shard = {};
};

// Fails where there are more shards than scenarios, so that this one has nothing to do, or the times cannot be read.
Result<ChosenPart> choose_part(const std::vector<scenario::Scenario>& all, const scenario::FlowFilter& filter,
                               const PartOptions& options);

}  // namespace pgreach::cli
