#pragma once

#include "cli/arguments.hpp"

namespace pgreach::cli {

// Each carries one command out, prints what it has to say, and returns the exit code.
int run_command(const Arguments& arguments, const RunArguments& run);
int list_command(const Arguments& arguments, const ListArguments& list);
int doctor_command(const Arguments& arguments);
int judge_command(const JudgeArguments& judge);
int explain_command(const Arguments& arguments, const ExplainArguments& explain);
int cluster_command(const Arguments& arguments, const ClusterArguments& cluster);
int vectors_command(const VectorsArguments& vectors);
int lint_command(const LintArguments& lint);

}  // namespace pgreach::cli
