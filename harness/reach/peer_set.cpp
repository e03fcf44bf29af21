#include "reach/peer_set.hpp"

#include <algorithm>
#include <iterator>

#include "engine/dns_names.hpp"

namespace pgreach::reach {
namespace {

constexpr size_t most_parts = 1000;

LabelValues restricted(const PeerLabel& label, LabelValues values) {
    if (label.always_there()) values.absent = false;
    return values;
}

bool has_pattern(const std::string& name) {
    return name.find('*') != std::string::npos;
}

// Of names: the same, or a pattern that a name is one of.
bool means(const std::string& one, const std::string& other) {
    return one == other || (has_pattern(one) && !has_pattern(other) && engine::is_name_of(one, other)) || one == "*";
}

}  // namespace

bool PeerSet::restrict_to(const PeerLabel& label, const LabelValues& values) {
    auto& known = labels.try_emplace(label).first->second;
    known = restricted(label, known & values);
    const bool possible = !known.nothing();
    if (restricted(label, {}) == known) labels.erase(label);
    return possible;
}

bool PeerSet::covers(const PeerSet& other) const {
    const bool unknown_place = other.kind == PeerKind::named || other.kind == PeerKind::group;
    if (kind == PeerKind::outside && unknown_place) return addresses == AddressSet::everything();
    if (kind != other.kind) return false;
    if (kind == PeerKind::outside) return addresses.covers(other.addresses);
    if (kind == PeerKind::named) return means(name, other.name);
    if (name != other.name) return false;
    return std::all_of(labels.begin(), labels.end(), [&other](const auto& known) {
        const auto& [label, values] = known;
        const auto found = other.labels.find(label);
        return values.covers(found == other.labels.end() ? restricted(label, {}) : found->second);
    });
}

std::optional<PeerSet> PeerSet::common(const PeerSet& other) const {
    if (covers(other)) return other;
    if (other.covers(*this)) return *this;
    if (kind != other.kind || name != other.name) return std::nullopt;
    PeerSet both = *this;
    if (kind == PeerKind::outside) {
        both.addresses = addresses & other.addresses;
        return both.addresses.empty() ? std::nullopt : std::optional(both);
    }
    for (const auto& [label, values] : other.labels) {
        if (!both.restrict_to(label, values)) return std::nullopt;
    }
    return both;
}

std::vector<PeerSet> PeerSet::without(const PeerSet& other) const {
    if (other.covers(*this)) return {};
    if (!common(other)) return {*this};
    if (kind != other.kind || kind == PeerKind::named) return {*this};
    if (kind == PeerKind::outside) return {outside(addresses.without(other.addresses))};
    std::vector<PeerSet> parts;
    PeerSet rest = *this;
    for (const auto& [label, values] : other.labels) {
        PeerSet part = rest;
        if (part.restrict_to(label, ~values)) parts.push_back(std::move(part));
        rest.restrict_to(label, values);
    }
    return parts;
}

std::optional<std::vector<PeerSet>> without(std::vector<PeerSet> some, const std::vector<PeerSet>& others) {
    for (const auto& other : others) {
        std::vector<PeerSet> rest;
        for (const auto& peers : some) {
            auto parts = peers.without(other);
            std::move(parts.begin(), parts.end(), std::back_inserter(rest));
        }
        if (rest.size() > most_parts) return std::nullopt;
        some = std::move(rest);
        if (some.empty()) break;
    }
    return some;
}

}  // namespace pgreach::reach
