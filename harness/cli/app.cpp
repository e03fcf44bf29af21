#include "cli/app.hpp"

#include <cstdio>
#include <exception>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"

namespace pgreach::cli {
namespace {

struct Dispatch {
    const Arguments& arguments;

    int operator()(const RunArguments& run) const { return run_command(arguments, run); }
    int operator()(const ListArguments& list) const { return list_command(arguments, list); }
    int operator()(const DoctorArguments&) const { return doctor_command(arguments); }
    int operator()(const JudgeArguments& judge) const { return judge_command(judge); }
    int operator()(const ExplainArguments& explain) const { return explain_command(arguments, explain); }
    int operator()(const ClusterArguments& cluster) const { return cluster_command(arguments, cluster); }
    int operator()(const VectorsArguments& vectors) const { return vectors_command(vectors); }
    int operator()(const LintArguments& lint) const { return lint_command(lint); }
};

}  // namespace

int run_app(int argc, const char* const* argv) {
    try {
        const auto parsed = parse_arguments(argc, argv);
        if (const auto* answer = std::get_if<Answer>(&parsed)) {
            std::fputs(answer->out.c_str(), stdout);
            std::fputs(answer->err.c_str(), stderr);
            return answer->exit;
        }
        const auto& arguments = std::get<Arguments>(parsed);
        return std::visit(Dispatch{arguments}, arguments.command);
    } catch (const std::exception& exception) {
        return fail({ErrorKind::internal, exception.what(), "this is a bug of pgreach: please report it"});
    }
}

}  // namespace pgreach::cli
