#include "lint/coverage.hpp"

#include <algorithm>
#include <variant>

#include "lint/selector_algebra.hpp"

namespace pgreach::lint {
namespace {

using engine::CidrPeer;
using engine::Peer;
using engine::PortRange;
using engine::Rule;
using engine::Selector;

constexpr int highest_port = 65535;

int last_port(const PortRange& range) {
    if (range.name.empty() && range.from == 0) return highest_port;
    return std::max(range.from, range.to);
}

bool takes_in(const PortRange& wide, const PortRange& narrow) {
    if ((narrow.protocols & ~wide.protocols) != 0) return false;
    if (wide.name.empty() && wide.from == 0) return true;
    if (wide.name != narrow.name) return false;
    if (!wide.name.empty()) return wide.to == narrow.to;
    return narrow.from >= wide.from && last_port(narrow) <= last_port(wide) && narrow.from != 0;
}

bool overlap(const manifest::Cidr& one, const manifest::Cidr& other) {
    return one.contains(other) || other.contains(one);
}

bool takes_in(const CidrPeer& wide, const CidrPeer& narrow) {
    if (!wide.block.contains(narrow.block)) return false;
    return std::all_of(wide.except.begin(), wide.except.end(), [&narrow](const manifest::Cidr& hole) {
        return !overlap(hole, narrow.block) ||
               std::any_of(narrow.except.begin(), narrow.except.end(),
                           [&hole](const manifest::Cidr& own) { return own.contains(hole); });
    });
}

// A block of addresses is part of what "everything" and the entity world match.
bool takes_in(const Selector& wide, const CidrPeer&) {
    return std::all_of(wide.requirements.begin(), wide.requirements.end(), [](const engine::Requirement& requirement) {
        return requirement.key == engine::LabelKey{"reserved", "world"} && requirement.op == engine::Operator::equals;
    });
}

bool takes_in(const CidrPeer&, const Selector&) {
    return false;
}

bool takes_in(const Selector& wide, const Selector& narrow) {
    return covers(wide, narrow);
}

}  // namespace

bool covers(const Peer& wide, const Peer& narrow) {
    return std::visit([](const auto& w, const auto& n) { return takes_in(w, n); }, wide.what, narrow.what);
}

bool covers_subject_and_ports(const Rule& wide, const Rule& narrow) {
    if (wide.direction != narrow.direction) return false;
    const bool ports =
        wide.any_port || (!narrow.any_port && !narrow.ports.empty() &&
                          std::all_of(narrow.ports.begin(), narrow.ports.end(), [&wide](const PortRange& range) {
                              return std::any_of(wide.ports.begin(), wide.ports.end(),
                                                 [&range](const PortRange& known) { return takes_in(known, range); });
                          }));
    return ports && covers(wide.subject, narrow.subject);
}

bool matches_nobody(const Rule& rule) {
    return rule.selects_nobody || (rule.peers.empty() && rule.any_port);
}

bool matches_everyone(const Rule& rule) {
    return !rule.selects_nobody && rule.peers.empty() && !rule.any_port;
}

bool may_have_port(const Rule& rule, Protocol protocol, int port) {
    return rule.any_port || std::any_of(rule.ports.begin(), rule.ports.end(), [&](const PortRange& range) {
               if ((range.protocols & engine::only(protocol)) == 0) return false;
               if (!range.name.empty() || range.from == 0) return true;
               return port >= range.from && port <= last_port(range);
           });
}

}  // namespace pgreach::lint
