#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>

#include "probe/evidence.hpp"

namespace pgreach::probe {

// Whose packet it was: ports of TCP and UDP may be equal between the same two.
struct Connection {
    Protocol protocol;
    std::string source;
    std::string destination;

    friend auto operator<=>(const Connection&, const Connection&) = default;
};

// The events of one observation by connection. An event may come before anybody knows whose connection it was, so all
// are kept, and the same one may come again (a retransmitted SYN). Of a connection that both the policies of its source
// and those of its destination let pass there are two.
class EventBook {
  public:
    void add(Events events);
    void forget() { *this = {}; }

    // What the datapath said of that connection, if it did.
    std::optional<std::string> drop(const Connection& connection) const;
    std::optional<ForwardEvent> forward(const Connection& connection) const;
    // Whether it said that the destination's policies let it pass.
    bool entered(const Connection& connection) const;
    // Why events are missing; empty where none are.
    const std::string& lost() const { return lost_; }

  private:
    std::map<Connection, DropEvent> drops_;
    std::map<Connection, ForwardEvent> forwards_;
    std::string lost_;
};

}  // namespace pgreach::probe
