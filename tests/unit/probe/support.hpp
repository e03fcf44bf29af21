#pragma once

#include <sys/eventfd.h>

#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "base/stop.hpp"
#include "base/unique_fd.hpp"
#include "probe/evidence.hpp"
#include "probe/peer.hpp"
#include "proc/pipe.hpp"

namespace pgreach::probe::test {

// A server on loopback that does to each connection what it is told, in a thread of its own.
class FakeServer {
  public:
    using Talk = std::function<void(int connection)>;
    explicit FakeServer(Talk talk);
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;
    ~FakeServer();
    int port() const { return port_; }

  private:
    void accept_all();
    Talk talk_;
    int port_ = 0;
    UniqueFd listener_;
    std::thread thread_;
};

// What a FakeServer can do.
void say(int connection, std::string_view bytes);
std::string read_some(int connection);     // whatever comes first
void until_closed(int connection);         // silent until the other side closes
void reset(int connection);                // RST
FakeServer::Talk says(std::string bytes);  // reads the request, answers, and is silent then

// Listens, and hears nothing: its kernel drops each packet. The port is put into `port`.
UniqueFd deaf_listener(int& port);

// A port on loopback where nobody listens.
int closed_port();

// A probe that is a shell script.
PeerStream scripted_peer(const std::string& script);
// The real one, in a thread of this process.
class ServedPeer {
  public:
    ServedPeer();
    ~ServedPeer();
    PeerStream stream() { return {std::move(plans_.write), std::move(reports_.read)}; }

  private:
    proc::Pipe plans_;
    proc::Pipe reports_;
    std::thread thread_;
};

// Gives the events it was handed, one batch each time it is asked.
class FakeEvidence final : public EvidenceSource {
  public:
    int fd() const override { return silent ? -1 : waiting_fd_.get(); }
    Result<Events> drain() override;
    void happens(Result<Events> what);

    bool silent = false;  // nobody is told that there are events

  private:
    UniqueFd waiting_fd_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)};
    std::deque<Result<Events>> waiting_;
};

}  // namespace pgreach::probe::test
