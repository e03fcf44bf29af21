#include "cli/command.hpp"

// One line a command, in the order of --help.
#define PGREACH_COMMANDS(COMMAND) \
    COMMAND(run)                  \
    COMMAND(watch)                \
    COMMAND(list)                 \
    COMMAND(explain)              \
    COMMAND(reach)                \
    COMMAND(compare)              \
    COMMAND(forecast)             \
    COMMAND(snapshot)             \
    COMMAND(lint)                 \
    COMMAND(docs)                 \
    COMMAND(audit)                \
    COMMAND(judge)                \
    COMMAND(report)               \
    COMMAND(repro)                \
    COMMAND(diff)                 \
    COMMAND(merge)                \
    COMMAND(history)              \
    COMMAND(doctor)               \
    COMMAND(cluster)              \
    COMMAND(vectors)              \
    COMMAND(config)               \
    COMMAND(completion)           \
    COMMAND(man)

namespace pgreach::cli {

#define PGREACH_DECLARE(name) extern const Command name##_command;
PGREACH_COMMANDS(PGREACH_DECLARE)

std::span<const Command* const> all_commands() {
#define PGREACH_ADDRESS(name) &name##_command,
    static constexpr const Command* commands[] = {PGREACH_COMMANDS(PGREACH_ADDRESS)};
    return commands;
}

}  // namespace pgreach::cli
