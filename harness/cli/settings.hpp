#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"

namespace pgreach::cli {

struct CommandEntry;

// The value of an option that a file gives.
struct Setting {
    std::string command;              // whose: "run", "cluster up"; empty: of every command that has the option
    std::string option;               // "--jobs"
    std::vector<std::string> values;  // of a flag "true" or "false"
    bool flag = false;
    SourcePtr source;
    Mark mark;  // of the value
};

// "pgreach.yaml:3"
std::string place_of(const Setting& setting);

// What the files say that people keep options in: one that a team shares, sought upwards from the working folder, and
// one of the user's own. In each a key is an option without its dashes, for all commands that have it, or a command,
// whose map has options of that command alone.
struct Settings {
    std::vector<Setting> all;  // what counts more comes first
    std::vector<std::filesystem::path> read;
    std::vector<std::filesystem::path> absent;  // would have been read if they were there
};

// Reads one such file against the table of the program. `trusted`: it may also name programs to run. Fails (input) with
// all that is wrong with it. Paths are relative to the folder of the file.
Result<std::vector<Setting>> read_settings(const SourcePtr& source, const CommandEntry& program, bool trusted);

// Which files are read.
struct SettingsFiles {
    std::string named;  // by --config, in place of the one that is sought; empty: none
    bool none = false;  // --no-config: no file at all
};

// All of them. Fails (input) where one cannot be read, or where one that was found by itself belongs to another user.
Result<Settings> load_settings(const SettingsFiles& files, const CommandEntry& program);

// Those that count for a command, of every option one: "run"; empty: the program itself.
std::vector<Setting> settings_for(const Settings& settings, const std::string& command, const CommandEntry& program);

}  // namespace pgreach::cli
