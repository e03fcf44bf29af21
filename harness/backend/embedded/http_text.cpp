#include "backend/embedded/http_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::backend {
namespace {

constexpr std::string_view line_end = "\r\n";

// Takes one line off the front.
std::string_view next_line(std::string_view& rest) {
    const std::string_view line = rest.substr(0, rest.find(line_end));
    rest.remove_prefix(std::min(rest.size(), line.size() + line_end.size()));
    return line;
}

std::string_view reason(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 401:
            return "Unauthorized";
        case 404:
            return "Not Found";
        default:
            return "Unknown";
    }
}

}  // namespace

std::optional<HttpRequest> read_request(std::string_view head) {
    const auto words = split(next_line(head), ' ');
    if (words.size() != 3 || words[1].empty() || words[1].front() != '/') return std::nullopt;
    HttpRequest request{words[1], words[2], words[2] == "HTTP/1.1"};
    if (request.version != "HTTP/1.0" && request.version != "HTTP/1.1") return std::nullopt;
    while (!head.empty()) {
        const std::string_view line = next_line(head);
        const size_t colon = line.find(':');
        if (line.empty()) break;
        if (colon == std::string_view::npos) return std::nullopt;
        const std::string name = lower_case(line.substr(0, colon));
        const std::string value = lower_case(trim(line.substr(colon + 1)));
        if (name == "transfer-encoding" || (name == "content-length" && value != "0")) return std::nullopt;
        if (name == "connection") request.keep_alive = value == "keep-alive";
    }
    return request;
}

std::string write_response(const HttpRequest& request, const HttpAnswer& answer, const std::string& server) {
    return fmt::format("{} {} {}\r\nServer: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: {}\r\n\r\n{}",
                       request.version, answer.status, reason(answer.status), server, answer.content_type,
                       answer.body.size(), request.keep_alive ? "keep-alive" : "close", answer.body);
}

}  // namespace pgreach::backend
