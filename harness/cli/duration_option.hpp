#pragma once

#include <string>

#include "base/clock.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pgreach::cli {

// A time with its unit: "5ms", "30s", "2m", "1.5h". Declares an option that takes one of `least` to `most` into
// `value`, whose default stands in the help.
CLI::Option* add_duration_option(CLI::App& command, const std::string& name, Duration& value, Duration least,
                                 Duration most, const std::string& text);

// "5ms", "30s", "24h": as the option takes it.
std::string duration_text(Duration duration);

}  // namespace pgreach::cli
