#include <CLI/App.hpp>
#include <memory>

#include "cli/choices.hpp"
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/console.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

int print_completion(const std::string& shell) {
    const auto table = program_table();
    print(shell == "bash" ? bash_completion(table) : shell == "zsh" ? zsh_completion(table) : fish_completion(table));
    return verdict::exit_conforms;
}

Action declare_completion(CLI::App& command) {
    const auto shell = std::make_shared<std::string>();
    allow_only(command.add_option("SHELL", *shell, "bash, zsh or fish"), {"bash", "zsh", "fish"})->required();
    return [shell](const Invocation&) { return print_completion(*shell); };
}

constexpr const char* completion_epilogue =
    "An installed pgreach has brought it along. Elsewhere:\n"
    "Examples:\n"
    "  source <(pgreach completion bash)             for this shell; in ~/.bashrc for all\n"
    "  pgreach completion zsh >~/.zfunc/_pgreach     in a folder of fpath\n"
    "  pgreach completion fish >~/.config/fish/completions/pgreach.fish";

}  // namespace

extern const Command completion_command{"completion", "Print what makes a shell complete the command lines of pgreach",
                                        completion_epilogue, declare_completion};

}  // namespace pgreach::cli
