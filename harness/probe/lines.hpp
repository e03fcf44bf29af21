#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pgreach::probe {

// Bytes of a stream in, whole lines out.
class Lines {
  public:
    // More than this without a newline is no protocol of ours.
    static constexpr size_t longest = size_t{16} << 20;

    // Where to append what was read.
    std::string& buffer() { return buffer_; }
    // The next whole line without its newline (nor a carriage return); valid until the next call.
    std::optional<std::string_view> next();
    // Whether a line began that is longer than allowed.
    bool overlong() const { return buffer_.size() - begin_ > longest; }
    // What is left without a newline at the end of the stream.
    std::string_view rest() const { return std::string_view(buffer_).substr(begin_); }

  private:
    std::string buffer_;
    size_t begin_ = 0;    // of the next line
    size_t scanned_ = 0;  // up to here there is no newline
};

}  // namespace pgreach::probe
