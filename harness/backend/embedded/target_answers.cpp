#include "backend/embedded/target_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "probe/peer/plain_words.hpp"

namespace pgreach::backend {
namespace {

HttpAnswer answer_status(const ServedPort& target, std::string_view path) {
    constexpr std::array<std::string_view, 3> probes = {"/healthz", "/readyz", "/startupz"};
    constexpr std::array<std::string_view, 3> operators = {"/pg/controldata", "/update", "/pg/archivepartial"};
    if (std::find(probes.begin(), probes.end(), path) != probes.end()) return {.body = "OK"};
    if (path == "/pg/status") {
        return {.content_type = "application/json",
                .body = fmt::format(R"({{"systemID":"{}","isPrimary":{},"replayPaused":false,"pendingRestart":false}})",
                                    target.system_id, target.primary)};
    }
    if (std::find(operators.begin(), operators.end(), path) != operators.end()) {
        return {.status = 401, .body = "client certificate required\n"};
    }
    return {.status = 404, .body = "404 page not found\n"};
}

HttpAnswer answer_metrics(const ServedPort& target, std::string_view path) {
    if (path != "/metrics") return {.status = 404, .body = "404 page not found\n"};
    constexpr const char* body =
        "# HELP cnpg_collector_up 1 if PostgreSQL is up, 0 otherwise.\n"
        "# TYPE cnpg_collector_up gauge\n"
        "cnpg_collector_up{{cluster=\"{0}\"}} 1\n"
        "# HELP cnpg_pg_replication_in_recovery Whether the instance is in recovery\n"
        "# TYPE cnpg_pg_replication_in_recovery gauge\n"
        "cnpg_pg_replication_in_recovery{{cluster=\"{0}\"}} {1}\n";
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
            .body = fmt::format(body, target.target, target.primary ? 0 : 1)};
}

}  // namespace

HttpAnswer answer_get(const ServedPort& target, std::string_view path) {
    if (target.purpose == PortPurpose::metrics) return answer_metrics(target, path);
    if (target.purpose == PortPurpose::status) return answer_status(target, path);
    return {.body = "served\n"};
}

std::string plain_http_refusal() {
    return "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
}

std::string greeting_of(const ServedPort& target) {
    return std::string(probe::greeting()) + server_name(target) + "\n";
}

std::string answer_datagram(const ServedPort& target, std::string_view received) {
    constexpr size_t header = 12;
    if (target.purpose != PortPurpose::dns) return greeting_of(target);
    if (received.size() < header) return {};
    std::string answer(received);
    answer[2] = static_cast<char>(answer[2] | 0x80);           // a response
    answer[3] = static_cast<char>((answer[3] & 0xf0) | 0x05);  // refused
    return answer;
}

std::string server_name(const ServedPort& target) {
    return target.target + "@" + to_string(target.address);
}

}  // namespace pgreach::backend
