#include "proc/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/text.hpp"

namespace pgreach::proc {

std::string describe(const Command& command) {
    std::vector<std::string> words;
    for (const auto& variable : command.environment) {
        words.push_back(variable.name + "=" + (variable.secret ? "$" + variable.name : shell_quote(variable.value)));
    }
    for (const auto& argument : command.argv) words.push_back(shell_quote(argument));
    if (!command.input.empty()) words.push_back(fmt::format("# with {} bytes on stdin", command.input.size()));
    return join(words, " ");
}

std::string describe(const Exit& exit) {
    if (exit.signal != 0) return fmt::format("signal {} ({})", exit.signal, ::strsignal(exit.signal));
    return fmt::format("exit {}", exit.code);
}

std::string tail(const std::string& printed) {
    constexpr size_t limit = 2000;
    std::string_view text = trim(printed);
    if (text.size() <= limit) return std::string(text);
    text.remove_prefix(text.size() - limit);
    // From the start of a line, unless it is one endless line.
    const size_t line = text.find('\n');
    if (line != std::string_view::npos) text.remove_prefix(line + 1);
    return "… " + std::string(text);
}

Error failure(const Command& command, const Completed& completed) {
    std::string message = fmt::format("{}: {}", describe(completed.exit), describe(command));
    const std::string said = tail(completed.err.empty() ? completed.out : completed.err);
    if (!said.empty()) message += "\n" + said;
    return environment_error(std::move(message));
}

}  // namespace pgreach::proc
