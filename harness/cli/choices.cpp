#include "cli/choices.hpp"

#include <CLI/App.hpp>

#include "base/text.hpp"
#include "cli/checks.hpp"

namespace pgreach::cli {
namespace {

// The parser keeps a name with each check and shows it nowhere: the words are kept there, behind this.
const std::string mark_of_words = "words ";
const std::string mark_of_scenarios = "scenarios";

std::string accept(const std::string& /*value*/) {
    return {};
}

// The parser tells how many checks an option has only by refusing the one after the last. It looks them up and changes
// nothing, though nothing of it is declared const.
template <typename Function>
void for_each_check(const CLI::Option& option, const Function& function) {
    auto& checked = const_cast<CLI::Option&>(option);
    try {
        for (int i = 0;; ++i) function(*checked.get_validator(i));
    } catch (const CLI::OptionNotFound&) {
        return;
    }
}

}  // namespace

CLI::Option* allow_only(CLI::Option* option, const std::vector<std::string>& words) {
    return option->check(one_of(words), "", mark_of_words + join(words, " "));
}

CLI::Option* offer(CLI::Option* option, const std::vector<std::string>& words) {
    return option->check(accept, "", mark_of_words + join(words, " "));
}

std::vector<std::string> words_allowed(const CLI::Option& option) {
    std::vector<std::string> words;
    for_each_check(option, [&](const CLI::Validator& check) {
        if (const auto& name = check.get_name(); name.starts_with(mark_of_words)) {
            words = split(name.substr(mark_of_words.size()), ' ');
        }
    });
    return words;
}

CLI::Option* name_scenarios(CLI::Option* option) {
    return option->check(accept, "", mark_of_scenarios);
}

bool names_scenarios(const CLI::Option& option) {
    bool found = false;
    for_each_check(option,
                   [&](const CLI::Validator& check) { found = found || check.get_name() == mark_of_scenarios; });
    return found;
}

std::function<std::string(const std::string&)> refusal_of(const CLI::Option& option) {
    std::vector<CLI::Validator> checks;
    for_each_check(option, [&](const CLI::Validator& check) { checks.push_back(check); });
    return [checks](const std::string& value) {
        std::string reason;
        for (const auto& check : checks) {
            if (reason.empty()) reason = check(value);
        }
        return reason;
    };
}

}  // namespace pgreach::cli
