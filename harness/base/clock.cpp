#include "base/clock.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace pgreach {

int poll_timeout(TimePoint deadline, TimePoint now) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - now).count();
    return static_cast<int>(std::clamp<long>(left, 0, 1'000'000));
}

std::string utc_timestamp() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

}  // namespace pgreach
