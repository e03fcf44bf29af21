#pragma once

namespace pgreach::verdict {

// What the program's exit code means; the worst wins in the order 70, 130, 1, 2, 3, 4, 0.
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

}  // namespace pgreach::verdict
