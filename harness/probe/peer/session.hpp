#pragma once

namespace pgreach::probe {

// The probe at work: reads instructions from `in`, writes messages to `out`, until `end` or the end of its input, and
// finishes what runs then. Returns the exit code: 0, or 3 where nobody reads its messages any more.
int serve(int in, int out);

}  // namespace pgreach::probe
