#include "cli/command_table.hpp"

#include <CLI/App.hpp>

#include "cli/choices.hpp"

namespace pgreach::cli {
namespace {

OptionEntry entry_of(const CLI::Option& option) {
    OptionEntry entry{.text = option.get_description(),
                      .group = option.get_group(),
                      .words = words_allowed(option),
                      .repeatable = option.get_items_expected_max() > 1,
                      .refusal = refusal_of(option)};
    for (const auto& name : option.get_snames()) entry.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) entry.names.push_back("--" + name);
    if (option.get_type_size() != 0) entry.type = option.get_type_name();
    return entry;
}

}  // namespace

CommandEntry table_of(const CLI::App& app) {
    CommandEntry table{.name = app.get_name(), .summary = app.get_description(), .epilogue = app.get_footer()};
    for (const auto* option : app.get_options()) {
        if (option->nonpositional()) {
            table.options.push_back(entry_of(*option));
        } else {
            table.arguments.push_back({option->get_name(true), option->get_description(), option->get_required(),
                                       option->get_items_expected_max() > 1, names_scenarios(*option),
                                       words_allowed(*option)});
        }
    }
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        table.commands.push_back(table_of(*command));
    }
    return table;
}

}  // namespace pgreach::cli
