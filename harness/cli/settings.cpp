#include "cli/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "base/text.hpp"
#include "cli/command_table.hpp"
#include "cli/setting_paths.hpp"
#include "scenario/fields.hpp"
#include "yaml/reader.hpp"

namespace pgreach::cli {
namespace {

using scenario::Complaints;
using yaml::Node;

// About a single call, or about these files themselves.
constexpr std::array<std::string_view, 4> not_settable = {"--help", "--version", "--config", "--no-config"};
// What can make a program run. A file that comes with somebody else's files must not.
constexpr std::array<std::string_view, 2> only_trusted = {"--probe", "--kubeconfig"};

template <typename Words>
bool contains(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const OptionEntry* find_option(const CommandEntry& command, const std::string& name) {
    const auto found = std::find_if(command.options.begin(), command.options.end(),
                                    [&](const OptionEntry& option) { return option.long_name() == name; });
    return found != command.options.end() && !contains(not_settable, name) ? &*found : nullptr;
}

const CommandEntry* find_command(const CommandEntry& command, std::string_view name) {
    const auto found = std::find_if(command.commands.begin(), command.commands.end(),
                                    [&](const CommandEntry& candidate) { return candidate.name == name; });
    return found != command.commands.end() ? &*found : nullptr;
}

// The option of that name of the command and of all below it, with the name of whose it is.
struct Owned {
    std::string command;
    const OptionEntry* option;
};
void find_all(const CommandEntry& command, const std::string& path, const std::string& name,
              std::vector<Owned>& found) {
    if (const auto* option = find_option(command, name)) found.push_back({path, option});
    for (const auto& below : command.commands) find_all(below, path + " " + below.name, name, found);
}

// The command that a key means. There is a command report, and an option of others: the value tells them apart.
const CommandEntry* command_of(const yaml::Entry& entry, const CommandEntry& command) {
    const auto* named = find_command(command, entry.key);
    std::vector<Owned> options;
    find_all(command, "", "--" + entry.key, options);
    return entry.value.kind == yaml::Kind::map || options.empty() ? named : nullptr;
}

void collect_keys(const CommandEntry& command, std::vector<std::string>& keys) {
    for (const auto& option : command.options) {
        const auto& name = option.long_name();
        if (name.starts_with("--") && !contains(not_settable, name)) keys.push_back(name.substr(2));
    }
    for (const auto& below : command.commands) {
        keys.push_back(below.name);
        collect_keys(below, keys);
    }
}

class SettingsReader {
  public:
    SettingsReader(Complaints& complaints, bool trusted)
        : complaints_(complaints), folder_(folder_of(complaints.source()->name)), trusted_(trusted) {}

    void read(const Node& section, const CommandEntry& command, const std::string& path);
    std::vector<Setting> take() { return std::move(settings_); }

  private:
    void read_entry(const yaml::Entry& entry, const CommandEntry& command, const std::string& path);
    void read_option(const yaml::Entry& entry, const std::vector<Owned>& owners, const std::string& path);
    std::vector<std::string> values_of(const yaml::Entry& entry, const OptionEntry& option);
    std::optional<std::string> value_of(const Node& node, const std::string& key, const OptionEntry& option);
    void complain_of_unknown(const yaml::Entry& entry, const CommandEntry& command, const std::string& path);

    Complaints& complaints_;
    std::filesystem::path folder_;
    bool trusted_;
    std::vector<Setting> settings_;
};

void SettingsReader::read(const Node& section, const CommandEntry& command, const std::string& path) {
    if (section.is_null()) return;
    if (section.kind != yaml::Kind::map) {
        complaints_.error(section.mark, (path.empty() ? "the file" : "'" + path + "'") + " must be a map of options");
        return;
    }
    // What is said of a command alone counts more than what is said of all, and so comes first.
    const auto read_those = [&](bool commands) {
        for (const auto& entry : section.entries) {
            if ((command_of(entry, command) != nullptr) == commands) read_entry(entry, command, path);
        }
    };
    read_those(true);
    read_those(false);
}

void SettingsReader::read_entry(const yaml::Entry& entry, const CommandEntry& command, const std::string& path) {
    if (const auto* below = command_of(entry, command)) {
        read(entry.value, *below, path.empty() ? entry.key : path + " " + entry.key);
        return;
    }
    std::vector<Owned> owners;
    find_all(command, path.empty() ? "pgreach" : "pgreach " + path, "--" + entry.key, owners);
    if (owners.empty()) {
        complain_of_unknown(entry, command, path);
    } else if (!trusted_ && contains(only_trusted, "--" + entry.key)) {
        complaints_.error(entry.mark,
                          "'" + entry.key + "' can make programs run, so a file that was found does not set it",
                          "set it in your own config.yaml, or name this file with --config");
    } else {
        read_option(entry, owners, path);
    }
}

void SettingsReader::complain_of_unknown(const yaml::Entry& entry, const CommandEntry& command,
                                         const std::string& path) {
    std::vector<std::string> keys;
    collect_keys(command, keys);
    const auto meant = nearest(entry.key, keys);
    const std::string whose = path.empty() ? "no command has" : "pgreach " + path + " has no";
    complaints_.error(entry.mark, whose + " option '--" + entry.key + "'",
                      meant ? "did you mean '" + *meant + "'?" : "pgreach COMMAND --help shows the options");
}

void SettingsReader::read_option(const yaml::Entry& entry, const std::vector<Owned>& owners, const std::string& path) {
    const auto& option = *owners.front().option;
    Setting setting{path, option.long_name(), {}, option.is_flag(), complaints_.source(), entry.value.mark};
    setting.values = values_of(entry, option);
    // Whether a file is there is asked where it is used.
    const bool checked = !setting.flag && !is_path(option.type);
    for (const auto& value : checked ? setting.values : std::vector<std::string>()) {
        for (const auto& owner : owners) {
            const auto reason = value.empty() ? std::string() : owner.option->refusal(value);
            if (reason.empty()) continue;
            complaints_.error(entry.value.mark, owner.command + " " + setting.option + ": " + reason);
            return;
        }
    }
    settings_.push_back(std::move(setting));
}

std::vector<std::string> SettingsReader::values_of(const yaml::Entry& entry, const OptionEntry& option) {
    std::vector<std::string> values;
    const auto add = [&](const Node& node) {
        if (auto value = value_of(node, entry.key, option)) values.push_back(*std::move(value));
    };
    if (entry.value.kind == yaml::Kind::list && option.repeatable) {
        for (const auto& item : entry.value.items) add(item);
    } else {
        add(entry.value);
    }
    return values;
}

std::optional<std::string> SettingsReader::value_of(const Node& node, const std::string& key,
                                                    const OptionEntry& option) {
    if (option.is_flag()) {
        if (const auto on = node.as_boolean()) return *on ? "true" : "false";
        complaints_.error(node.mark, "'" + key + "' must be true or false");
        return {};
    }
    if (!node.is_scalar() || node.is_null() || node.text.empty()) {
        complaints_.error(node.mark,
                          "'" + key + "' must be " + (option.repeatable ? "a value or a list of them" : "a value"));
        return {};
    }
    if (node.kind == yaml::Kind::boolean) {
        complaints_.error(node.mark, "'" + key + "' must be a string, this is a boolean",
                          "put it in quotes: \"" + node.text + "\"");
        return {};
    }
    return absolute_value(node.text, option.type, folder_);
}

}  // namespace

std::string place_of(const Setting& setting) {
    return setting.source->name + ":" + std::to_string(setting.mark.line);
}

Result<std::vector<Setting>> read_settings(const SourcePtr& source, const CommandEntry& program, bool trusted) {
    Complaints complaints(source);
    const auto read = yaml::read(source);
    complaints.add(read.diagnostics);
    SettingsReader reader(complaints, trusted);
    if (read.documents.size() > 1) complaints.error({}, "the file must be one document");
    if (read.documents.size() == 1) reader.read(read.documents.front(), program, "");
    if (complaints.any()) return input_error(render(complaints.take()));
    return reader.take();
}

std::vector<Setting> settings_for(const Settings& settings, const std::string& command, const CommandEntry& program) {
    const CommandEntry* entry = &program;
    if (!command.empty()) {
        for (const auto& word : split(command, ' ')) {
            if (entry != nullptr) entry = find_command(*entry, word);
        }
    }
    std::vector<Setting> found;
    if (entry == nullptr) return found;
    for (const auto& setting : settings.all) {
        const bool about_it =
            setting.command.empty() || setting.command == command || command.starts_with(setting.command + " ");
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const Setting& other) { return other.option == setting.option; });
        if (about_it && !known && find_option(*entry, setting.option) != nullptr) found.push_back(setting);
    }
    return found;
}

}  // namespace pgreach::cli
