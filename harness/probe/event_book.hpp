#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "probe/evidence.hpp"

namespace pgreach::probe {

// The events of one observation by connection. An event may come before anybody knows whose connection it was, so all
// are kept, and the same one may come again (a retransmitted SYN). Of a connection that both the policies of its source
// and those of its destination let pass there are two.
class EventBook {
  public:
    void add(Events events);
    void forget() { *this = {}; }

    // What the datapath said of that connection, if it did.
    std::optional<std::string> drop(const std::string& source, const std::string& destination) const;
    std::optional<ForwardEvent> forward(const std::string& source, const std::string& destination) const;
    // Whether it said that the destination's policies let it pass.
    bool entered(const std::string& source, const std::string& destination) const;
    // Why events are missing; empty where none are.
    const std::string& lost() const { return lost_; }

  private:
    using Connection = std::pair<std::string, std::string>;

    std::map<Connection, DropEvent> drops_;
    std::map<Connection, ForwardEvent> forwards_;
    std::string lost_;
};

}  // namespace pgreach::probe
