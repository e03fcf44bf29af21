#include "reach/ports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "model/names.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::PortRange;

constexpr int highest_port = 65535;
constexpr std::array protocols = {Protocol::tcp, Protocol::udp, Protocol::sctp};

PortSpan span_of(const NamedPort& port) {
    return {port.protocol, port.port, port.port, port.name, true};
}

}  // namespace

std::string to_text(const PortSpan& span) {
    if (span.rest && span.every_protocol) return "any other port";
    if (span.rest) return fmt::format("any other {} port", to_string(span.protocol));
    const std::string ports =
        span.first == span.last ? fmt::to_string(span.first) : fmt::format("{}-{}", span.first, span.last);
    return fmt::format("{}/{}{}{}", ports, to_string(span.protocol), span.name.empty() ? "" : " ", span.name);
}

// A range of all ports tells none from another.
void NamedPorts::add(Protocol protocol, int first, int last) {
    first = std::max(first, 1);
    last = std::min(last, highest_port);
    if (first > last || (first == 1 && last == highest_port)) return;
    ranges_[static_cast<size_t>(protocol)].insert({first, last});
}

void NamedPorts::add(const NamedPorts& other) {
    for (size_t i = 0; i < std::size(ranges_); ++i) ranges_[i].insert(other.ranges_[i].begin(), other.ranges_[i].end());
}

std::vector<size_t> NamedPorts::around(const engine::PortProtocol& l4) const {
    std::vector<size_t> places;
    size_t place = 0;
    for (const auto& [first, last] : of(l4.protocol)) {
        if (first <= l4.port && l4.port <= last) places.push_back(place);
        ++place;
    }
    return places;
}

void NamedPorts::add_stretches(Protocol protocol, const std::vector<NamedPort>& declared, std::vector<PortSpan>& named,
                               std::vector<PortSpan>& rest) const {
    std::set<int> starts = {1};
    std::set<int> known;
    for (const auto& [first, last] : of(protocol)) starts.insert({first, last + 1});
    for (const auto& port : declared) {
        if (port.protocol != protocol) continue;
        known.insert(port.port);
        starts.insert({port.port, port.port + 1});
    }
    starts.insert(highest_port + 1);
    PortSpan others{.protocol = protocol, .rest = true};
    for (auto start = starts.begin(); std::next(start) != starts.end(); ++start) {
        const int first = *start, last = *std::next(start) - 1;
        if (first > highest_port || known.contains(first)) continue;
        if (around({protocol, first}).empty()) {
            others.first = others.last = last;
        } else {
            named.push_back({.protocol = protocol, .first = first, .last = last});
        }
    }
    if (others.first != 0) rest.push_back(others);
}

std::vector<PortSpan> NamedPorts::spans(const std::vector<NamedPort>& declared) const {
    std::vector<PortSpan> all, named, rest;
    for (const auto& port : declared) all.push_back(span_of(port));
    const auto number = [](const PortSpan& span) { return std::tie(span.first, span.protocol, span.name); };
    std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return number(a) < number(b); });
    const auto same = [](const PortSpan& a, const PortSpan& b) {
        return a.first == b.first && a.protocol == b.protocol;
    };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    for (const Protocol protocol : protocols) add_stretches(protocol, declared, named, rest);
    all.insert(all.end(), named.begin(), named.end());
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

PortBook::PortBook(const Evaluation& evaluation) : evaluation_(evaluation) {
    const World& world = evaluation.world();
    for (const auto& [name, port] : world.named_ports) numbers_[name].insert(port);
    for (const auto& endpoint : world.endpoints) {
        for (const auto& port : endpoint.named_ports) numbers_[port.name].insert(port.port);
    }
    const auto count = evaluation.ruleset().rules();
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto& rule = evaluation.ruleset().rule(i);
        if (rule.ports.empty()) continue;
        const auto& ports = by_rule_.emplace(i, of(rule)).first->second;
        all_[static_cast<size_t>(rule.direction)].add(ports);
    }
}

NamedPorts PortBook::of(const engine::Rule& rule) const {
    NamedPorts ports;
    for (const PortRange& range : rule.ports) {
        const auto add = [&](int first, int last) {
            for (const Protocol protocol : protocols) {
                if ((range.protocols & engine::only(protocol)) != 0) ports.add(protocol, first, last);
            }
        };
        if (range.name.empty()) {
            const bool every = range.from == 0 && range.to == 0;
            if (!every) add(range.from, std::max(range.from, range.to));
            continue;
        }
        const auto found = numbers_.find(range.name);
        if (found == numbers_.end()) continue;
        for (const int number : found->second) add(number, std::max(number, range.to));
    }
    return ports;
}

void PortBook::add(Direction direction, size_t subject, NamedPorts& ports) const {
    const auto identity = evaluation_.identities().identity_of(subject);
    for (const auto rule : evaluation_.ruleset().side(direction, identity).rules) {
        const auto found = by_rule_.find(rule);
        if (found != by_rule_.end()) ports.add(found->second);
    }
}

}  // namespace pgreach::reach
