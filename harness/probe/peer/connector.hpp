#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "probe/peer/run_log.hpp"

namespace pgreach::probe {

// New connections to one address, one after the other. Each ends, with a reset, as soon as the target's kernel has
// answered the first packet, and before it hands the connection to the target's server, which so never hears of it.
class Connector {
  public:
    // Whatever is waited for is put into `epoll`, with `tag` in the upper half of its data and the socket's place in
    // the lower. Fails where the address is no number.
    static Result<Connector> create(const Dial& dial, int epoll, std::uint32_t tag, size_t most);
    Connector(Connector&&) = default;
    Connector(const Connector&) = delete;
    Connector& operator=(const Connector&) = delete;
    ~Connector() = default;

    // Begins one. Where more than `most` wait then, one of them is given up: not of the oldest half, so that some wait
    // as long as patience lasts, and show whether answers are only late.
    void begin();
    // A socket that epoll names.
    void look(std::uint32_t socket);
    // Gives up those that began before.
    void expire(std::int64_t before_us);
    bool waits() const { return !waiting_.empty(); }

    // What is decided, in the order of time, out of here; what began after one that still waits stays.
    void decided(const std::function<void(const Sample&)>& take);

  private:
    Connector(int epoll, std::uint32_t tag, size_t most) : epoll_(epoll), tag_(tag), most_(most) {}

    struct Socket {
        UniqueFd fd;
        std::int64_t number = -1;  // of the attempt that waits on it; -1: none
        bool watched = false;      // it is in `epoll_`
    };
    struct Attempted {
        Sample sample;
        bool decided = false;
        std::uint32_t socket = 0;
    };

    Attempted& attempt(std::int64_t number) { return attempts_[static_cast<size_t>(number - first_)]; }
    // The place of a socket that nobody uses; nothing, with errno, where there is none to be had.
    bool take_socket(std::uint32_t& place);
    bool add_socket();
    void dial(std::int64_t number);
    // Whether the attempt that waits on it is decided by now.
    bool settle(std::uint32_t socket);
    void watch(std::uint32_t socket);
    void conclude(std::int64_t number, SampleOutcome outcome, const std::string& error = {});
    void give_up(std::int64_t number);
    void forget_waiting(std::int64_t number);

    int epoll_;
    std::uint32_t tag_;
    size_t most_;
    sockaddr_storage address_{};
    socklen_t address_size_ = 0;
    std::vector<Socket> sockets_;
    std::vector<std::uint32_t> idle_;
    std::deque<Attempted> attempts_;
    std::int64_t first_ = 0;            // the number of the first of `attempts_`
    std::deque<std::int64_t> waiting_;  // numbers of attempts, in the order of time
};

// The time of this machine's clock.
std::int64_t now_us();

}  // namespace pgreach::probe
