#include "cli/parser.hpp"

#include <CLI/App.hpp>
#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

#include "base/text.hpp"
#include "cli/command_table.hpp"
#include "cli/data_folder.hpp"
#include "cli/program.hpp"
#include "cli/usage_error.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

using Words = std::vector<std::string>;

std::string command_line(const Words& words) {
    Words quoted = {"pgreach"};
    for (const auto& word : words) quoted.push_back(shell_quote(word));
    return join(quoted, " ");
}

Answer refuse(std::string message) {
    return {"", std::move(message), verdict::exit_usage};
}

// Nothing where the words were understood. What is only missing may be in the settings.
struct Failure {
    Answer answer;
    bool missing = false;
};
std::optional<Failure> understand(Program& program, const Words& words) {
    try {
        program.parse(words);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, err;
        if (program.app().exit(error, out, err) == 0) return Failure{{out.str(), err.str(), 0}};
        return Failure{refuse(usage_error(program.app(), error)), error.get_name() == "RequiredError"};
    }
    return {};
}

// Before what is no option any more.
Words with_settings(Words words, const Words& added) {
    words.insert(std::find(words.begin(), words.end(), "--"), added.begin(), added.end());
    return words;
}

// Of settings that go together with nothing else, each alone being fine.
Answer clash(const Answer& answer, const std::vector<Setting>& settings) {
    const auto named = std::find_if(settings.begin(), settings.end(), [&](const Setting& setting) {
        return answer.err.find(setting.option) != std::string::npos;
    });
    return named == settings.end() ? answer : refuse(answer.err + "  see " + place_of(*named) + "\n");
}

// What names the folder of the data, which the setting does unless the command line or the environment does.
std::string origin_of_data(const Program& program, const std::vector<Setting>& in_force) {
    if (program.names_data()) return "--data";
    if (is_data_in_environment()) return "PGREACH_DATA";
    const auto setting = std::find_if(in_force.begin(), in_force.end(),
                                      [](const Setting& candidate) { return candidate.option == "--data"; });
    return setting == in_force.end() ? "of this program" : place_of(*setting);
}

Parsed finish(Program& program, const Words& words, Settings settings, std::string origin) {
    return {{program.data, std::move(origin), command_line(words), own_data(), std::move(settings)},
            program.take_action()};
}

// PGREACH_DATA is of this call, as a flag is.
void leave_out_data(std::vector<Setting>& settings) {
    if (!is_data_in_environment()) return;
    std::erase_if(settings, [](const Setting& setting) { return setting.option == "--data"; });
}

}  // namespace

std::variant<Parsed, Answer> parse(int argc, const char* const* argv) {
    const Words words(argv + std::min(argc, 1), argv + argc);
    Program program;
    const auto failure = understand(program, words);
    if (failure && !failure->missing) return failure->answer;
    const auto command = program.command();
    if (command.empty()) return failure->answer;

    const auto table = table_of(program.app());
    auto settings = load_settings(program.files, table);
    if (!settings) {
        const auto& [kind, message, remedy] = settings.error();
        const bool diagnostic = message.find(": error: ") != std::string::npos;
        return refuse((diagnostic ? "" : "pgreach: ") + message + "\n" + (remedy.empty() ? "" : "  " + remedy + "\n"));
    }
    auto in_force = settings_for(*settings, join(command, " "), table);
    const auto for_all = settings_for(*settings, "", table);
    in_force.insert(in_force.end(), for_all.begin(), for_all.end());
    leave_out_data(in_force);
    auto origin = origin_of_data(program, in_force);
    const auto added = program.words_for(in_force);
    if (added.empty()) {
        if (failure) return failure->answer;
        return finish(program, words, *std::move(settings), std::move(origin));
    }
    Program again;
    const auto all = with_settings(words, added);
    if (const auto wrong = understand(again, all)) return clash(wrong->answer, in_force);
    return finish(again, all, *std::move(settings), std::move(origin));
}

CommandEntry program_table() {
    return table_of(Program().app());
}

}  // namespace pgreach::cli
