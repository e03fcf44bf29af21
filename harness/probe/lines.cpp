#include "probe/lines.hpp"

namespace pgreach::probe {

std::optional<std::string_view> Lines::next() {
    const size_t end = buffer_.find('\n', scanned_);
    if (end == std::string::npos) {
        buffer_.erase(0, begin_);
        begin_ = 0;
        scanned_ = buffer_.size();
        return std::nullopt;
    }
    std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    begin_ = scanned_ = end + 1;
    return line;
}

}  // namespace pgreach::probe
