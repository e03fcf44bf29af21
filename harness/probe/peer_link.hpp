#pragma once

#include <poll.h>

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "probe/lines.hpp"
#include "probe/peer.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {

// Our side of the stream to one probe. Once lost, it stays lost until `replace`, and says why.
class PeerLink {
  public:
    PeerLink(std::string name, PeerStream stream) : name_(std::move(name)), stream_(std::move(stream)) {}

    const std::string& name() const { return name_; }
    bool greeted() const { return greeted_; }
    bool lost() const { return !stream_; }
    const std::string& cause() const { return cause_; }  // "the probe of backend ended: exit 0 before it said hello"
    TimePoint last_heard() const { return last_heard_; }

    void send(const Instruction& instruction);
    // The same in one write: each costs a chain of relays its turn.
    void send(const std::vector<Instruction>& instructions);
    // Ends the process and keeps the cause: "the probe of NAME " + what.
    void lose(const std::string& what);
    void replace(PeerStream stream);
    // Asks it to end and waits for that, at most so long.
    void end(Duration limit);

    // Appends what to wait for: always as many as `watched_descriptors`.
    static constexpr size_t watched_descriptors = 3;
    void watch(std::vector<pollfd>& descriptors) const;
    // Takes what came, given those descriptors after poll. Its hello is taken here and not among the messages.
    std::vector<Message> receive(const pollfd* descriptors);

  private:
    void flush();
    void read_lines(std::vector<Message>& messages);
    void take(std::string_view line, std::vector<Message>& messages);
    void greet(const Hello& hello);
    void lose_ended();

    std::string name_;
    std::optional<PeerStream> stream_;
    Lines lines_;
    std::string unsent_;
    std::string complaints_;  // what it wrote to stderr, where that is ours to read
    std::string cause_;
    bool greeted_ = false;
    TimePoint last_heard_{};
};

}  // namespace pgreach::probe
