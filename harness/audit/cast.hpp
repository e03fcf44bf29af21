#pragma once

#include <string>
#include <vector>

#include "audit/plan.hpp"

namespace pgreach::audit {

// The instances and Poolers that `options.to` names, in the order of their names.
Result<std::vector<Target>> find_targets(const Survey& survey, const Options& options);

// The workloads that `options.from` names: instances in their own pods, the others by twins on nodes that have an
// instance, whose image these nodes have. No twin is made of what was taken for there, or where a Service would lead to
// it.
Result<std::vector<Peer>> find_peers(const Survey& survey, const Options& options, const std::string& id);

// "shop/orders-1:5432" is about this port: without one, or with another that is not there, any.
struct Wanted {
    std::string word;
    int port = 0;
};
Wanted parse_wanted(const std::string& word);

}  // namespace pgreach::audit
