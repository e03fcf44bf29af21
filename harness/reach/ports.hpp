#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/ruleset.hpp"
#include "model/flow.hpp"
#include "model/world.hpp"
#include "reach/evaluation.hpp"

namespace pgreach::reach {

// Ports of one protocol of which the same is true: one, some that follow each other, or all that neither a pod declares
// nor a rule names.
struct PortSpan {
    Protocol protocol = Protocol::tcp;
    int first = 0;  // of `rest` one that stands for all of them
    int last = 0;
    std::string name = {};  // what the pod calls it; may be empty
    bool declared = false;
    bool rest = false;
    bool every_protocol = false;  // of `rest`: of the other protocols, too

    engine::PortProtocol example() const { return {protocol, first}; }
    auto operator<=>(const PortSpan&) const = default;
};
// "5432/TCP postgresql", "5000-6000/TCP", "any other TCP port", "any other port".
std::string to_text(const PortSpan& span);

// Ranges of ports that rules name.
class NamedPorts {
  public:
    void add(Protocol protocol, int first, int last);
    void add(const NamedPorts& other);
    // The ranges that a port is in, by their place.
    std::vector<size_t> around(const engine::PortProtocol& l4) const;
    // All ports of every protocol, each once: the declared ones first, by their numbers, then stretches within ranges,
    // then the rest of each protocol.
    std::vector<PortSpan> spans(const std::vector<NamedPort>& declared) const;

  private:
    using Range = std::pair<int, int>;
    const std::set<Range>& of(Protocol protocol) const { return ranges_[static_cast<size_t>(protocol)]; }
    void add_stretches(Protocol protocol, const std::vector<NamedPort>& declared, std::vector<PortSpan>& named,
                       std::vector<PortSpan>& rest) const;

    std::set<Range> ranges_[3] = {};  // by protocol
};

// What the rules of an evaluation name, with names of ports as the numbers that any pod means by them. Keeps a
// reference.
class PortBook {
  public:
    explicit PortBook(const Evaluation& evaluation);

    // Of all rules of a direction.
    const NamedPorts& all(engine::Direction direction) const { return all_[static_cast<size_t>(direction)]; }
    // Of those that select an endpoint.
    void add(engine::Direction direction, size_t subject, NamedPorts& ports) const;

  private:
    NamedPorts of(const engine::Rule& rule) const;

    const Evaluation& evaluation_;
    std::map<std::string, std::set<int>> numbers_;  // of names
    std::map<std::uint32_t, NamedPorts> by_rule_;   // that name any
    NamedPorts all_[2];
};

}  // namespace pgreach::reach
