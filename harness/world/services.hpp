#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/flow.hpp"
#include "world/contents.hpp"

namespace pgreach::world {

// A flow's end as a person names it: "db/pg:5432", "db/pg-rw:5432/udp", "db/pg:postgresql", "kube-system/kube-dns:dns".
struct Target {
    std::string name;
    std::string port;                       // number or name; empty where none is said
    std::optional<Protocol> protocol = {};  // where it is said; else that of the port by its name, else TCP
};
// Fails (usage) where it is no such text.
Result<Target> parse_target(const std::string& text);

// Where a connection arrives.
struct Arrival {
    size_t endpoint = 0;  // in World::endpoints
    int port = 0;
    Protocol protocol = Protocol::tcp;
};
// Workloads behind the Service of that name ("db/pg-rw", "pg-rw.db.svc"), on the port that it maps this one to. Empty
// where there is no such Service, or nobody behind it.
std::vector<Arrival> behind_service(const Contents& contents, const Objects& objects, const Target& target);

bool is_service(const Contents& contents, const std::string& name);

// The target's port at this workload, which may know it by name; nothing where it has no such port.
std::optional<Arrival> arrival_at(const Contents& contents, size_t endpoint, const Target& target);

}  // namespace pgreach::world
