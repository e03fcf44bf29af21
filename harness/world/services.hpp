#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/flow.hpp"
#include "world/contents.hpp"

namespace pgreach::world {

// A flow's end as a person names it: "db/pg:5432", "db/pg-rw:5432/udp", "db/pg:postgresql".
struct Target {
    std::string name;
    std::string port;  // number or name; empty where none is said
    Protocol protocol = Protocol::tcp;
};
// Fails (usage) where it is no such text.
Result<Target> parse_target(const std::string& text);

// Where a connection to a Service arrives: a workload, or an address where the Service has no selector.
struct Arrival {
    size_t endpoint = 0;  // in World::endpoints
    int port = 0;
};
// Workloads behind the Service of that name ("db/pg-rw", "pg-rw.db.svc"), on the port that it maps this one to. Empty
// where there is no such Service, or nobody behind it.
std::vector<Arrival> behind_service(const Contents& contents, const Objects& objects, const Target& target);

bool is_service(const Contents& contents, const std::string& name);

// The number of a port that this workload may know by name; 0 where it has no such port.
int port_number(const Workload& workload, const std::string& port);

}  // namespace pgreach::world
