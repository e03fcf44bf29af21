#include "cli/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "base/text.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

// The whole text as a number; no blanks, no sign but a minus.
template <typename Number>
std::optional<Number> parse_number(const std::string& text) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc() || stopped != end) return {};
    return number;
}

}  // namespace

Check one_of(std::vector<std::string> words) {
    return [words = std::move(words)](const std::string& value) -> std::string {
        if (std::find(words.begin(), words.end(), value) != words.end()) return {};
        const auto meant = nearest(value, words);
        return fmt::format("'{}' is none of {}{}", value, join(words, ", "),
                           meant ? "; did you mean '" + *meant + "'?" : "");
    };
}

Check whole_number(int least, int most) {
    return [=](const std::string& value) -> std::string {
        const auto number = parse_number<int>(value);
        if (number && *number >= least && *number <= most) return {};
        return fmt::format("'{}' is not a whole number from {} to {}", value, least, most);
    };
}

Check decimal_number(double least, double most) {
    return [=](const std::string& value) -> std::string {
        const auto number = parse_number<double>(value);
        if (number && *number >= least && *number <= most) return {};  // not so of NaN
        return fmt::format("'{}' is not a number from {} to {}", value, least, most);
    };
}

std::string not_empty(const std::string& value) {
    return value.empty() ? "the value is empty" : "";
}

std::string existing_path(const std::string& value) {
    std::error_code unknown;
    return fs::exists(value, unknown) ? "" : "there is no '" + value + "'";
}

std::string existing_file(const std::string& value) {
    std::error_code unknown;
    if (fs::is_directory(value, unknown)) return "'" + value + "' is a folder, not a file";
    return existing_path(value);
}

std::string existing_folder(const std::string& value) {
    std::error_code unknown;
    return fs::is_directory(value, unknown) ? "" : "there is no folder '" + value + "'";
}

}  // namespace pgreach::cli
