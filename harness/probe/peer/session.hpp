#pragma once

namespace pgreach::probe {

// The probe at work: reads instructions from `in`, writes reports to `out`, until `end` or the end of its input, and
// finishes what runs then. Returns the exit code: 0, or 3 where nobody reads its reports any more.
int serve(int in, int out);

}  // namespace pgreach::probe
