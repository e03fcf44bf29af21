#include "cli/app.hpp"

#include <variant>

#include "cli/console.hpp"
#include "cli/parser.hpp"
#include "cli/process.hpp"

namespace pgreach::cli {
namespace {

int answer_or_act(int argc, const char* const* argv) {
    if (auto stack = check_stack(); !stack) return fail(stack.error());
    const auto parsed = parse(argc, argv);
    if (const auto* answer = std::get_if<Answer>(&parsed)) {
        print(answer->out);
        print_error(answer->err);
        return answer->exit;
    }
    const auto& [invocation, action] = std::get<Parsed>(parsed);
    return action(invocation);
}

}  // namespace

int run_app(int argc, const char* const* argv) {
    prepare_process();
    return complete([&] { return answer_or_act(argc, argv); });
}

}  // namespace pgreach::cli
