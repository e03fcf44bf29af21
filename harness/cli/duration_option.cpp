#include "cli/duration_option.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace pgreach::cli {
namespace {

struct Unit {
    std::string_view name;
    double microseconds;
};
constexpr std::array<Unit, 4> units = {{{"ms", 1e3}, {"s", 1e6}, {"m", 60e6}, {"h", 3600e6}}};

std::optional<Duration> parse_duration(const std::string& text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc() || !(number >= 0)) return {};
    const std::string_view rest(stopped, static_cast<size_t>(end - stopped));
    for (const auto& unit : units) {
        const double microseconds = number * unit.microseconds;
        if (rest == unit.name && microseconds < 1e15) return Duration(std::llround(microseconds));
    }
    return {};
}

}  // namespace

std::string duration_text(Duration duration) {
    const auto count = duration.count();
    if (count > 0 && count % 3'600'000'000 == 0) return fmt::format("{}h", count / 3'600'000'000);
    if (count % 1'000'000 == 0) return fmt::format("{}s", count / 1'000'000);
    return fmt::format("{:g}ms", static_cast<double>(count) / 1000);
}

CLI::Option* add_duration_option(CLI::App& command, const std::string& name, Duration& value, Duration least,
                                 Duration most, const std::string& text) {
    const auto check = [=](const std::string& given) -> std::string {
        const auto duration = parse_duration(given);
        if (duration && *duration >= least && *duration <= most) return {};
        return fmt::format("'{}' is not a time from {} to {}, as in 500ms, 30s or 2m", given, duration_text(least),
                           duration_text(most));
    };
    const auto store = [&value](const std::string& given) { value = *parse_duration(given); };
    return command.add_option_function<std::string>(name, store, text + " (default: " + duration_text(value) + ")")
        ->type_name("TIME")
        ->check(check);
}

}  // namespace pgreach::cli
