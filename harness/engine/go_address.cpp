#include "engine/go_address.hpp"

#include <cctype>
#include <string_view>
#include <utility>

#include "engine/go_text.hpp"

namespace pgreach::engine {
namespace {

// A message, and the rest of the text where the reader stood; no message: all is well.
struct AddressFault {
    std::string message = {};
    std::string_view at = {};
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

AddressFault check_ipv4(std::string_view text) {
    int value = 0;
    int digits = 0;
    int dots = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (is_digit(text[i])) {
            if (digits++ == 1 && value == 0) return {"IPv4 field has octet with leading zero"};
            value = value * 10 + (text[i] - '0');
            if (value > 255) return {"IPv4 field has value >255"};
            continue;
        }
        if (text[i] != '.') return {"unexpected character", text.substr(i)};
        if (i == 0 || i + 1 == text.size() || text[i - 1] == '.') {
            return {"IPv4 field must have at least one digit", text.substr(i)};
        }
        if (dots++ == 3) return {"IPv4 address too long"};
        value = digits = 0;
    }
    return dots < 3 ? AddressFault{"IPv4 address too short"} : AddressFault{};
}

// Reads groups of four digits, each two bytes long, and perhaps an IPv4 address at the end.
class Ipv6Reader {
  public:
    explicit Ipv6Reader(std::string_view text) : rest_(text) {}

    AddressFault read();

  private:
    AddressFault read_group();
    AddressFault read_colon();
    AddressFault read_embedded();

    std::string_view rest_;
    int bytes_ = 0;
    bool ellipsis_ = false;
};

AddressFault Ipv6Reader::read_embedded() {
    if (!ellipsis_ && bytes_ != 12) {
        return {"embedded IPv4 address must replace the final 2 fields of the address", rest_};
    }
    if (bytes_ + 4 > 16) {
        return {"too many hex fields to fit an embedded IPv4 at the end of the address", rest_};
    }
    AddressFault fault = check_ipv4(std::exchange(rest_, {}));
    bytes_ += 4;
    return fault;
}

AddressFault Ipv6Reader::read_group() {
    size_t length = 0;
    while (length < rest_.size() && std::isxdigit(static_cast<unsigned char>(rest_[length])) != 0) {
        if (++length > 4) return {"each group must have 4 or less digits", rest_};
    }
    if (length == 0) return {"each colon-separated field must have at least one digit", rest_};
    if (length < rest_.size() && rest_[length] == '.') return read_embedded();
    bytes_ += 2;
    rest_.remove_prefix(length);
    return {};
}

AddressFault Ipv6Reader::read_colon() {
    if (rest_[0] != ':') return {"unexpected character, want colon", rest_};
    if (rest_.size() == 1) return {"colon must be followed by more characters", rest_};
    rest_.remove_prefix(1);
    if (rest_[0] != ':') return {};
    if (ellipsis_) return {"multiple :: in address", rest_};
    ellipsis_ = true;
    rest_.remove_prefix(1);
    return {};
}

AddressFault Ipv6Reader::read() {
    if (rest_.starts_with("::")) {
        ellipsis_ = true;
        rest_.remove_prefix(2);
        if (rest_.empty()) return {};
    }
    while (bytes_ < 16) {
        if (AddressFault fault = read_group(); !fault.message.empty()) return fault;
        if (rest_.empty()) break;
        if (AddressFault fault = read_colon(); !fault.message.empty()) return fault;
        if (rest_.empty()) break;
    }
    if (!rest_.empty()) return {"trailing garbage after address", rest_};
    if (bytes_ < 16 && !ellipsis_) return {"address string too short"};
    if (bytes_ == 16 && ellipsis_) return {"the :: must expand to at least one field of zeros"};
    return {};
}

AddressFault check_address(const std::string& text) {
    const size_t sign = text.find_first_of(".:%");
    if (sign == std::string::npos) return {"unable to parse IP"};
    if (text[sign] == '.') return check_ipv4(text);
    if (text[sign] == '%') return {"missing IPv6 address"};
    const size_t zone = text.find('%');
    if (zone + 1 == text.size()) return {"zone must be a non-empty string"};
    return Ipv6Reader(std::string_view(text).substr(0, zone)).read();
}

bool are_bits(std::string_view text, int most) {
    if (text.empty() || text.size() > 3) return false;
    int bits = 0;
    for (const char c : text) {
        if (!is_digit(c)) return false;
        bits = bits * 10 + (c - '0');
    }
    return (text.size() == 1 || text[0] != '0') && bits <= most;
}

}  // namespace

std::optional<std::string> go_address_error(const std::string& text) {
    const auto [message, at] = check_address(text);
    if (message.empty()) return std::nullopt;
    const std::string where = at.empty() ? "" : " (at " + go_quote(std::string(at)) + ")";
    return "ParseAddr(" + go_quote(text) + "): " + message + where;
}

std::optional<std::string> go_prefix_error(const std::string& text) {
    const auto error = [&text](const std::string& message) {
        return "netip.ParsePrefix(" + go_quote(text) + "): " + message;
    };
    const size_t slash = text.rfind('/');
    if (slash == std::string::npos) return error("no '/'");
    const std::string address = text.substr(0, slash);
    if (const auto wrong = go_address_error(address)) return error(*wrong);
    if (address.find('%') != std::string::npos) return error("IPv6 zones cannot be present in a prefix");
    const std::string bits = text.substr(slash + 1);
    if (are_bits(bits, address.find(':') == std::string::npos ? 32 : 128)) return std::nullopt;
    const bool number = bits.size() < 19 && !bits.empty() && bits.find_first_not_of("0123456789") == std::string::npos;
    if (number && (bits.size() == 1 || bits[0] != '0')) return error("prefix length out of range");
    return error("bad bits after slash: " + go_quote(bits));
}

}  // namespace pgreach::engine
