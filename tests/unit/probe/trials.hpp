#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "model/names.hpp"
#include "probe/lines.hpp"
#include "probe/peer/session.hpp"
#include "probe/protocol.hpp"
#include "unit/probe/support.hpp"

namespace pgreach {

// So that a failed expectation shows names.
inline void PrintTo(AttemptEnd end, std::ostream* out) {
    *out << to_string(end);
}
inline void PrintTo(Milestone milestone, std::ostream* out) {
    *out << to_string(milestone);
}

}  // namespace pgreach

namespace pgreach::probe::test {

inline constexpr int short_limit = 60;     // for who stays silent
inline constexpr int partial_limit = 300;  // for who has to answer first

// All messages of a probe that is given these lines and then the end of its input.
inline std::vector<Message> messages_of(const std::string& instructions) {
    proc::Pipe in = proc::make_pipe().value();
    proc::Pipe out = proc::make_pipe().value();
    std::string_view text = instructions;
    EXPECT_EQ(proc::write_some(in.write.get(), text), proc::Transfer::more);
    in.write.reset();
    EXPECT_EQ(serve(in.read.get(), out.write.get()), 0);
    out.write.reset();
    Lines lines;
    while (proc::read_some(out.read.get(), lines.buffer()) == proc::Transfer::more) {
    }
    std::vector<Message> messages;
    while (const auto line = lines.next()) messages.push_back(parse_message(*line).value());
    return messages;
}

template <typename Kind>
std::vector<Kind> only(const std::vector<Message>& messages) {
    std::vector<Kind> kept;
    for (const auto& message : messages) {
        if (const auto* one = std::get_if<Kind>(&message)) kept.push_back(*one);
    }
    return kept;
}

// One attempt. The limit is long enough for whoever answers; give a short one to whoever is silent.
inline Attempt try_once(const Dial& dial, int timeout_ms = 20'000) {
    const auto attempts = only<Attempted>(messages_of(to_line(Batch{1, timeout_ms, 0, 0, {{0, dial}}})));
    EXPECT_EQ(attempts.size(), 1U);
    return attempts.empty() ? Attempt{} : attempts.front().attempt;
}

inline Dial dial_to(PortPurpose purpose, int port) {
    Dial dial{purpose, "127.0.0.1", port, "app", "app"};
    dial.sslmode = "disable";
    return dial;
}

inline std::vector<Milestone> milestones_of(const Attempt& attempt) {
    std::vector<Milestone> milestones;
    for (const auto& milestone : attempt.milestones) milestones.push_back(milestone.milestone);
    return milestones;
}

}  // namespace pgreach::probe::test
