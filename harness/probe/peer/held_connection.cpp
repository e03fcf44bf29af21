#include "probe/peer/held_connection.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "probe/peer/connector.hpp"
#include "probe/peer/socket_view.hpp"

namespace pgreach::probe {

HeldConnection::HeldConnection(DialedFlow flow, RunLog& log) : flow_(std::move(flow)), log_(log) {}

void HeldConnection::beat() {
    beats_.push_back(now_us());
    if (asking_) return;
    if (dialing_) return ask();
    dial();
}

void HeldConnection::dial() {
    handshake_.emplace(SteadyClock().now());
    dialing_ = probe::dial(flow_.dial, flow_.dial.address, true);
    losses_before_ = 0;
    asking_ = true;
    take(dialing_->begin(*handshake_));
}

void HeldConnection::ask() {
    handshake_.emplace(SteadyClock().now());
    losses_before_ = losses();
    asking_ = true;
    take(dialing_->ask_again(*handshake_));
}

void HeldConnection::proceed() {
    if (asking_) take(dialing_->proceed(*handshake_));
}

void HeldConnection::take(const std::optional<Ending>& ending) {
    if (const int socket = dialing_->wait().fd; socket >= 0) socket_ = socket;
    if (!ending) return;
    asking_ = false;
    if (handshake_->highest() == Milestone::query) {
        // Late is not lost: what had to be sent again was, and so was what a connection before this one was asked.
        const bool lost = replaced_ || losses() > losses_before_;
        note(lost ? SampleOutcome::silent : SampleOutcome::answered, now_us());
        made_ = true;
        replaced_ = false;
        return;
    }
    note(ending->refused ? SampleOutcome::refused : SampleOutcome::silent, 0, ending->error);
    drop();
}

// A connection that was made may go on: its packets are sent again for minutes. One that the target's kernel has taken
// is waited for, as a server that is slow to begin is not helped by another, and so is one that has lost nothing; else
// it is better tried anew, as the pauses between its packets double.
void HeldConnection::expire(std::int64_t now_us, std::int64_t patience_us) {
    if (!beats_.empty() && now_us - beats_.front() >= patience_us) {
        note(SampleOutcome::silent);
        // What is answered after all was asked before these beats were given up, not by those that wait by then.
        replaced_ = true;
    }
    if (!asking_ || made_) return;
    const bool keeps = losses() == 0 || established(socket_);
    if (handshake_->elapsed() < (keeps ? std::chrono::seconds(30) : std::chrono::seconds(1))) return;
    note(SampleOutcome::silent);
    drop();
}

// An answer is one to the first beat; those that waited with it sent nothing, and so show nothing.
void HeldConnection::note(SampleOutcome outcome, std::int64_t answered_us, const std::string& error) {
    if (outcome == SampleOutcome::answered && !beats_.empty()) beats_.resize(1);
    for (const auto beat : beats_) {
        const auto took = outcome == SampleOutcome::answered ? answered_us - beat : 0;
        log_.add(flow_.id, ConnectionKind::established, {outcome, beat, beat, took, error});
    }
    beats_.clear();
}

void HeldConnection::drop() {
    dialing_.reset();
    socket_ = -1;
    asking_ = false;
    made_ = false;
    replaced_ = true;
}

int HeldConnection::losses() const {
    tcp_info info{};
    socklen_t size = sizeof info;
    if (socket_ < 0 || ::getsockopt(socket_, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    return static_cast<int>(info.tcpi_total_retrans) - static_cast<int>(info.tcpi_dsack_dups);
}

}  // namespace pgreach::probe
