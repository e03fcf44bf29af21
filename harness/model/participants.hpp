#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/world.hpp"

namespace pgreach {

// What listens on a port of a target, and so how a probe speaks to it. Instances of a database have the first three,
// other targets all but status and metrics.
enum class PortPurpose : std::uint8_t {
    postgresql,  // 5432: libpq up to a query
    status,      // 8000: HTTPS, CNPG's instance manager
    metrics,     // 9187: plain HTTP, CNPG's exporter
    https,       // TLS and a GET
    http,        // a GET
    tcp,         // whatever is sent to whoever connects
    udp,         // a datagram that is answered by any other
    dns,         // a query over UDP
};

Protocol protocol_of(PortPurpose purpose);

struct TargetPort {
    int number = 0;
    PortPurpose purpose = PortPurpose::postgresql;

    Protocol protocol() const { return protocol_of(purpose); }
};

// What an instance of the database is, where a member is one.
enum class InstanceRole : std::uint8_t { none, primary, replica };

// One who takes part in a scenario. Instances are targets and, towards each other, peers; so is whoever has services.
struct Participant {
    Endpoint endpoint;
    bool peer = true;
    InstanceRole instance = InstanceRole::none;
    // What it asks for on the status port, as the operator does for /pg/status. Others ask for nothing in particular:
    // an HTTP error is an answer as well, and /healthz would have each attempt start a pg_isready in the instance.
    std::string status_path = "/";
    std::vector<TargetPort> services = {};  // of what is no instance

    bool is_instance() const { return instance != InstanceRole::none; }
    bool target() const { return is_instance() || !services.empty(); }
};

struct Participants {
    std::string name;
    std::string cluster;  // cnpg.io/cluster of the instances
    std::vector<Participant> members;
    std::vector<TargetPort> ports;                                // of the instances
    std::map<std::string, std::vector<std::string>> groups = {};  // short names for several members
    std::map<std::string, Labels> namespaces = {};                // labels of those that have any of their own

    const Participant* find(const std::string& member) const {
        for (const auto& candidate : members) {
            if (candidate.endpoint.name == member) return &candidate;
        }
        return nullptr;
    }
    // What a target serves.
    const std::vector<TargetPort>& ports_of(const Participant& target) const {
        return target.is_instance() ? ports : target.services;
    }
    // What a flow goes to; null where its target does not serve that.
    const TargetPort* find_port(const Flow& flow) const;
    std::vector<std::string> targets() const;  // their names
    // The members that a word means: one by name, a group, `all`, `instances`; empty where nobody is called so.
    std::vector<std::string> resolve(const std::string& word) const;
    // Every word that resolves, for "did you mean".
    std::vector<std::string> vocabulary() const;
    // What the engine judges by; named ports are those that CNPG gives its instances.
    World world() const;
};

}  // namespace pgreach
