#pragma once

#include <string>
#include <variant>

#include "base/clock.hpp"
#include "probe/evidence.hpp"
#include "probe/protocol.hpp"

namespace pgreach::probe {

// A probe is lost, and cannot be had back.
struct Loss {
    std::string cause;
};

// What a probe tells, with its times as they are on our clock, or what the datapath tells.
struct Event {
    TimePoint at{};         // when we heard of it
    std::string peer = {};  // whose probe told it; empty: the datapath
    std::variant<Message, Events, Loss> what = {};
};

}  // namespace pgreach::probe
