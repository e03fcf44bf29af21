#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/survey.hpp"
#include "base/result.hpp"
#include "engine/engine.hpp"
#include "model/cnpg_needs.hpp"
#include "model/flow.hpp"
#include "probe/protocol.hpp"

namespace pgreach::audit {

// What a person asks of an audit.
struct Options {
    std::vector<std::string> from = {};  // workloads, namespaces or patterns of these; empty: all
    std::vector<std::string> to = {};    // databases, instances, Poolers, namespaces, with or without a port
    int per_second = 20;                 // connections to a database, at most
    bool query = false;                  // log in and ask, in place of ending once TLS stands
};

// A workload that attempts connections: from a twin of its pods, or, if it is an instance, from its own pod.
struct Peer {
    std::string name;   // of its endpoint in the world: "web/api"
    std::string group;  // "cluster shop/orders" for instances, else the name
    std::string owner;  // "deployment web/api"
    bool twin = true;
    kube::ObjectName pod = {};  // the instance's own, or the twin's
    std::string node = {};
    std::string image = {};  // of a twin: one that its node has
    std::string service_account = "default";
    Labels labels = {};  // of a twin
    std::vector<std::string> remarks = {};
    std::string refused = {};  // why nothing is tried from it; empty where it may be

    bool in_use() const { return refused.empty(); }
};

// A pod of a database: an instance, or the first pod of a Pooler.
struct Target {
    std::string name;      // of its endpoint in the world
    std::string group;     // "cluster shop/orders" for instances, else the name
    std::string database;  // "shop/orders": who shares its limit of connections
    bool pooler = false;
    kube::Pod pod = {};  // without an address where none runs
};

// Who is asked.
enum class Asked : std::uint8_t { database, api_server, dns, object_store };

// One connection to try, and what Cilium's semantics say of it.
struct AuditFlow {
    Flow flow;
    Asked asked = Asked::database;
    size_t peer = 0;       // its place in Plan::peers
    std::string to_group;  // as Target::group
    std::string database;  // as Target::database; that of the peer where somebody else is asked
    probe::Dial dial = {};
    std::vector<std::string> behind = {};
    std::vector<std::string> answerers = {};
    engine::Decision decision = {};
    std::vector<const cnpg::Need*> needs = {};  // that it serves, of those that exist here
    bool outside = false;                       // to a name outside the cluster: decided once its address is known
    std::string impossible = {};                // why it cannot be tried; empty where it can
};

struct Plan {
    std::vector<Peer> peers;
    std::vector<Target> targets;
    std::vector<AuditFlow> flows;  // in the order of database, target, port and peer
    std::vector<std::string> notes = {};
    std::vector<std::string> databases() const;
};

// What will be tried. `id` goes into the names of twins. Fails where a word of the options names nobody.
Result<Plan> make_plan(const Survey& survey, const Options& options, const std::string& id);

// What Cilium's semantics say of a flow to a name outside the cluster that leads to this address.
engine::Decision decide_outside(const Survey& survey, const AuditFlow& flow, const std::string& address);

// For a person, before anything is made.
std::string describe(const Plan& plan, const Options& options);

}  // namespace pgreach::audit
