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

// A block of addresses is part of what "everything" matches, and of what the entity world is, where it means addresses
// outside the cluster only.
bool takes_in_block(const Peer& wide, const engine::Cilium& cilium) {
    const auto* selector = std::get_if<Selector>(&wide.what);
    if (selector == nullptr) return false;
    return selector->requirements.empty() || (wide.text == "entity world" && !cilium.config.blocks_match_nodes);
}

}  // namespace

bool covers(const Peer& wide, const Peer& narrow, const engine::Cilium& cilium) {
    if (const auto* block = std::get_if<CidrPeer>(&narrow.what)) {
        const auto* other = std::get_if<CidrPeer>(&wide.what);
        return other != nullptr ? takes_in(*other, *block) : takes_in_block(wide, cilium);
    }
    const auto* selector = std::get_if<Selector>(&wide.what);
    return selector != nullptr && covers(*selector, std::get<Selector>(narrow.what));
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
