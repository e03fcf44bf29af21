#pragma once

#include "model/record.hpp"

namespace pgreach::run {

// Exit codes of design.md, worst wins: 70, 130, 1, 3, 4, 0.
enum ExitCode : int {
    exit_conforms = 0,
    exit_finding = 1,
    exit_usage = 2,
    exit_inconclusive = 3,
    exit_nothing = 4,
    exit_internal = 70,
    exit_interrupted = 130,
};

// The worse of two exit codes.
int worse(int a, int b);

// Fills in every judgement and the summary, from nothing but what the record holds. Repeating it changes nothing.
void judge(Record& record);

}  // namespace pgreach::run
