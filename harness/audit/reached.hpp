#pragma once

#include <map>
#include <string>
#include <vector>

#include "audit/report.hpp"

namespace pgreach::audit {

// Who reaches a database on one port, by what was seen: names of workloads, instances of a database as one.
struct Reached {
    std::string database;  // "shop/orders"
    std::string to;        // "cluster shop/orders", or a Pooler
    int port = 0;
    std::vector<std::string> open = {};
    std::vector<std::string> partly = {};  // to some of its instances, or from some
    std::vector<std::string> closed = {};
    std::vector<std::string> unclear = {};
};

// Sorted by database, target and port; every list by name.
std::vector<Reached> who_reaches(const Report& report);

}  // namespace pgreach::audit
