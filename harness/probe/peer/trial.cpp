#include "probe/peer/trial.hpp"

#include <poll.h>

#include "probe/peer/socket_view.hpp"

namespace pgreach::probe {
namespace {

bool is_secured(PortPurpose purpose) {
    return purpose == PortPurpose::postgresql || purpose == PortPurpose::status || purpose == PortPurpose::https;
}

}  // namespace

Trial::Trial(DialedFlow flow, Duration limit, Duration hold)
    : flow_(std::move(flow)),
      start_(SteadyClock().now()),
      deadline_(start_ + limit),
      held_until_(start_ + hold),
      handshake_(start_) {}

void Trial::begin() {
    if (is_number(flow_.dial.address)) {
        dial(flow_.dial.address);
    } else {
        lookup_ = std::make_unique<Lookup>(flow_.dial.address);
    }
}

void Trial::dial(const std::string& address) {
    attempt_.destination = endpoint_text(address, flow_.dial.port);
    dialing_ = probe::dial(flow_.dial, address);
    const auto ending = dialing_->begin(handshake_);
    look();
    if (ending) conclude(*ending);
}

void Trial::found_address() {
    const auto address = lookup_->address();
    lookup_.reset();
    if (!address) return end(AttemptEnd::failed, address.error().message);
    handshake_.reach(Milestone::dns);
    dial(*address);
}

void Trial::proceed() {
    if (lookup_) return found_address();
    look();
    if (held()) return;
    const auto ending = dialing_->proceed(handshake_);
    look();
    if (ending) return conclude(*ending);
    if (brief_is_over()) return end(AttemptEnd::answered, {});
    // A library may wait for ever for the rest of it.
    if (heard_ == Heard::noise) end(AttemptEnd::failed, "the target speaks another protocol");
}

// Before the library reads, so that the first bytes are seen whatever it makes of them.
void Trial::look() {
    const int socket = dialing_->wait().fd;
    if (socket >= 0) notice(socket);
    if (heard_ == Heard::nothing) hear(dialing_->first_bytes());
    if (handshake_.highest() >= Milestone::tls) heard_ = Heard::answer;
}

void Trial::notice(int socket) {
    if (handshake_.highest() < Milestone::tcp && established(socket)) handshake_.reach(Milestone::tcp);
    attempt_.source = local_address(socket);
    const std::string remote = remote_address(socket);
    if (!remote.empty()) attempt_.destination = remote;
    if (heard_ == Heard::nothing) hear(waiting_bytes(socket));
}

void Trial::hear(const std::string& first) {
    if (first.empty()) return;
    heard_ = is_answer(flow_.dial.purpose, first) ? Heard::answer : Heard::noise;
}

// A target that has to prove itself by its certificate has answered only when it did.
bool Trial::proven() const {
    const bool must = !flow_.dial.ca.empty() && is_secured(flow_.dial.purpose);
    return !must || handshake_.highest() >= Milestone::tls;
}

// A server whose client leaves in the middle of TLS complains in its log; afterwards it does not.
bool Trial::brief_is_over() const {
    const bool secured = handshake_.highest() >= Milestone::tls || !is_secured(flow_.dial.purpose);
    return flow_.dial.brief && heard_ == Heard::answer && secured;
}

void Trial::conclude(const Ending& ending) {
    attempt_.answered_by = ending.answered_by;
    if (heard_ == Heard::answer && proven()) return end(AttemptEnd::answered, ending.error);
    if (heard_ == Heard::nothing && ending.refused) return end(AttemptEnd::refused, ending.error);
    end(AttemptEnd::failed, ending.error);
}

void Trial::expire() {
    if (lookup_) return end(AttemptEnd::failed, "no address of " + flow_.dial.address + " in time");
    if (attempt_.source.empty()) return end(AttemptEnd::failed, "no connection was started in time");
    // Bytes that a library took before we saw them, and did not object to.
    const int socket = dialing_->wait().fd;
    const bool taken = heard_ == Heard::nothing && socket >= 0 && received_bytes(socket);
    const bool answered = heard_ == Heard::answer || taken;
    if (answered && proven()) return end(AttemptEnd::answered, "the answer was not complete in time");
    end(AttemptEnd::timed_out, "no answer in time");
}

void Trial::cancel(const std::string& reason) {
    end(heard_ == Heard::answer ? AttemptEnd::answered : AttemptEnd::dropped, reason);
}

void Trial::end(AttemptEnd how, std::string error) {
    attempt_.end = how;
    attempt_.error = std::move(error);
    attempt_.reached = handshake_.highest();
    attempt_.milestones = handshake_.milestones();
    attempt_.duration_us = handshake_.elapsed().count();
    ended_ = true;
    dialing_.reset();
    lookup_.reset();
}

bool Trial::held() const {
    return handshake_.highest() == Milestone::tcp && SteadyClock().now() < held_until_;
}

Wait Trial::wait() const {
    if (lookup_) return {lookup_->fd(), POLLIN};
    if (held()) return {-1, 0, held_until_};
    return dialing_ ? dialing_->wait() : Wait{};
}

}  // namespace pgreach::probe
