#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "probe/peer/handshake.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {

// How a library ended its attempt, in its own words.
struct Ending {
    std::string error = {};  // empty: it came to its end
    bool refused = false;    // the kernel says ECONNREFUSED
    std::string answered_by = {};
};

// What an attempt waits for.
struct Wait {
    int fd = -1;
    short events = 0;
    TimePoint wake = TimePoint::max();  // go on then, even if nothing came
};

// One conversation with a target, by a library that never blocks.
class Dialing {
  public:
    virtual ~Dialing() = default;
    // Opens the socket. Like `proceed`, gives the ending once there is one, and is not called after that.
    virtual std::optional<Ending> begin(Handshake& handshake) = 0;
    virtual std::optional<Ending> proceed(Handshake& handshake) = 0;
    virtual Wait wait() const = 0;
    // Asks something small once more on the same connection, after `proceed` gave an ending without an error. Like
    // `begin`; of a dialing that was made to stay (below).
    virtual std::optional<Ending> ask_again(Handshake& handshake) = 0;
    // How the answer began, where the library may have read it before anybody else could look; else empty.
    virtual std::string first_bytes() const { return {}; }
};

// One answer of whatever kind: what a server sends by itself (tcp), or in return for a datagram (udp, dns).
std::unique_ptr<Dialing> dial_plain(const Dial& dial, const std::string& address);

// By libpq up to the answer of a query, and by libcurl up to the end of a GET. `address` is a number; secrets are read
// here, and what cannot be read is an ending. Where it is made to stay, the connection outlives the first answer.
std::unique_ptr<Dialing> dial_postgresql(const Dial& dial, const std::string& address);
std::unique_ptr<Dialing> dial_http(const Dial& dial, const std::string& address, bool stay = false);

// The one of these that the purpose of the port asks for.
std::unique_ptr<Dialing> dial(const Dial& dial, const std::string& address, bool stay = false);

}  // namespace pgreach::probe
