#include "probe/peer_link.hpp"

#include <fmt/format.h>

#include "proc/pipe.hpp"

namespace pgreach::probe {

void PeerLink::send(const Instruction& instruction) {
    send(std::vector<Instruction>{instruction});
}

void PeerLink::send(const std::vector<Instruction>& instructions) {
    if (unsent_.empty()) last_heard_ = SteadyClock().now();
    for (const auto& instruction : instructions) unsent_ += to_line(instruction);
    flush();
}

void PeerLink::flush() {
    if (!stream_ || unsent_.empty()) return;
    std::string_view left = unsent_;
    // Whoever closed this end has ended or will: the end of its output tells us, with what it still had to say.
    if (proc::write_some(stream_->input.get(), left) == proc::Transfer::closed) left = {};
    unsent_.erase(0, unsent_.size() - left.size());
}

void PeerLink::lose(const std::string& what) {
    cause_ = "the probe of " + name_ + " " + what;
    stream_.reset();
}

void PeerLink::replace(PeerStream stream) {
    *this = PeerLink(std::move(name_), std::move(stream));
}

void PeerLink::end(Duration limit) {
    if (!stream_) return;
    send(End{});
    stream_->input.reset();
    if (stream_->process) stream_->process->wait(SteadyClock().now() + limit);
    lose("was ended");
}

void PeerLink::watch(std::vector<pollfd>& descriptors) const {
    const int error = stream_ && stream_->process ? stream_->process->error().get() : -1;
    descriptors.push_back({stream_ ? stream_->output.get() : -1, POLLIN, 0});
    descriptors.push_back({stream_ && !unsent_.empty() ? stream_->input.get() : -1, POLLOUT, 0});
    descriptors.push_back({error, POLLIN, 0});
}

std::vector<Message> PeerLink::receive(const pollfd* descriptors) {
    std::vector<Message> messages;
    if (descriptors[2].revents != 0) {
        UniqueFd& error = stream_->process->error();
        if (proc::read_some(error.get(), complaints_) == proc::Transfer::closed) error.reset();
    }
    if (descriptors[1].revents != 0) flush();
    if (descriptors[0].revents != 0) read_lines(messages);
    return messages;
}

void PeerLink::read_lines(std::vector<Message>& messages) {
    const auto got = proc::read_some(stream_->output.get(), lines_.buffer());
    last_heard_ = SteadyClock().now();
    while (stream_) {
        const auto line = lines_.next();
        if (!line) break;
        take(*line, messages);
    }
    if (stream_ && lines_.overlong()) lose("sends a line that is too long");
    if (stream_ && got == proc::Transfer::closed) lose_ended();
}

void PeerLink::take(std::string_view line, std::vector<Message>& messages) {
    auto message = parse_message(line);
    if (!message) return lose("sends something that is not the protocol: " + message.error().message);
    if (const auto* hello = std::get_if<Hello>(&*message)) return greet(*hello);
    if (!greeted_) return lose("did not say hello first");
    if (const auto* complaint = std::get_if<Complaint>(&*message)) return lose("complains: " + complaint->text);
    messages.push_back(*std::move(message));
}

void PeerLink::greet(const Hello& hello) {
    greeted_ = true;
    if (hello.protocol == protocol_version) return;
    lose(fmt::format("speaks protocol {}, not {}: it is of another version ({})", hello.protocol, protocol_version,
                     hello.version));
}

void PeerLink::lose_ended() {
    std::string how = "its stream closed";
    if (stream_->process) {
        // The output ends a moment before the process does.
        const auto exit = stream_->process->wait(SteadyClock().now() + std::chrono::milliseconds(200));
        how = exit ? proc::describe(*exit) : "it closed its output";
        proc::read_some(stream_->process->error().get(), complaints_);
    }
    if (!greeted_) how += " before it said hello";
    const std::string said = proc::tail(complaints_);
    lose("ended: " + how + (said.empty() ? "" : ": " + said));
}

}  // namespace pgreach::probe
