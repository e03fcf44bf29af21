#include "verdict/exit_code.hpp"

#include <algorithm>
#include <array>

namespace pgreach::verdict {

int worse(int a, int b) {
    constexpr std::array order = {exit_internal,     exit_interrupted, exit_finding, exit_usage,
                                  exit_inconclusive, exit_nothing,     exit_conforms};
    return std::find(order.begin(), order.end(), a) < std::find(order.begin(), order.end(), b) ? a : b;
}

}  // namespace pgreach::verdict
