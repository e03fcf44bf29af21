#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class Option;
}

namespace pgreach::cli {

// The option takes one of these words and nothing else. Unlike a bare check, it lets completions offer them. Returns
// the option.
CLI::Option* allow_only(CLI::Option* option, const std::vector<std::string>& words);

// What completions offer where the value only begins with one of these words ("FORMAT=PATH"); refuses nothing.
CLI::Option* offer(CLI::Option* option, const std::vector<std::string>& words);

// The words of either; empty where any value may be meant.
std::vector<std::string> words_allowed(const CLI::Option& option);

// The value names scenarios, which completions then look up. Returns the option.
CLI::Option* name_scenarios(CLI::Option* option);
bool names_scenarios(const CLI::Option& option);

// Why the option refuses a value, empty where it takes it. Outlives the option.
std::function<std::string(const std::string& value)> refusal_of(const CLI::Option& option);

}  // namespace pgreach::cli
