#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pgreach::cli {

// What the parser understands, as data: completions and manual pages are made from it.

struct OptionEntry {
    std::vector<std::string> names;  // "-v", "--verbose"
    std::string type;                // of its value, as "FILE"; empty for a flag
    std::string text;
    std::string group;
    std::vector<std::string> words;  // with which its value begins; empty: any
    bool repeatable = false;
    std::function<std::string(const std::string& value)> refusal;  // why a value is refused, empty where it is not
    bool is_flag() const { return type.empty(); }
    const std::string& long_name() const { return names.back(); }
};

struct ArgumentEntry {
    std::string name;  // "FILE"
    std::string text;
    bool required = false;
    bool several = false;
    bool scenarios = false;          // it names scenarios
    std::vector<std::string> words;  // all that it may be; empty: anything
};

struct CommandEntry {
    std::string name;     // the last word of it: "up"
    std::string summary;  // one line; of the program a few
    std::string epilogue;
    std::vector<OptionEntry> options;
    std::vector<ArgumentEntry> arguments;
    std::vector<CommandEntry> commands;
};

CommandEntry table_of(const CLI::App& app);

// Of the whole program (cli/parser.cpp).
CommandEntry program_table();

}  // namespace pgreach::cli
