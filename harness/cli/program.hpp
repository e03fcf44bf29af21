#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/settings.hpp"

namespace CLI {
class App;
}

namespace pgreach::cli {

// The parser with all commands declared to it. It parses once; the action of a command owns what the parser filled in
// for it.
class Program {
  public:
    Program();
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Throws CLI::ParseError.
    void parse(const std::vector<std::string>& words);

    // The command that was parsed, by its words; empty: none.
    std::vector<std::string> command() const;
    // What these settings add to the command line, where it does not say the same or what excludes it.
    std::vector<std::string> words_for(const std::vector<Setting>& settings) const;
    // Whether --data was given.
    bool names_data() const;
    // That of the command that was parsed.
    Action take_action();

    const CLI::App& app() const { return *app_; }

    // What was said before any command.
    SettingsFiles files;
    std::filesystem::path data;

  private:
    struct Declared {
        CLI::App* app;
        Action action;
    };
    std::unique_ptr<CLI::App> app_;
    std::vector<Declared> declared_;
};

}  // namespace pgreach::cli
