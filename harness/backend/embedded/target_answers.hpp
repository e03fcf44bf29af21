#pragma once

#include <string>
#include <string_view>

#include "backend/embedded/target_server.hpp"

namespace pgreach::backend {

struct HttpAnswer {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
};

// What an instance of CNPG 1.30 answers to a GET of that path, by fixtures/recordings (status-port-answers); others
// answer everything alike.
HttpAnswer answer_get(const ServedPort& target, std::string_view path);

// What Go's server says, in plain text, to whoever does not begin with TLS on the status port.
std::string plain_http_refusal();

// What a server of TCP says to whoever connects.
std::string greeting_of(const ServedPort& target);

// What a server of UDP answers: one of DNS refuses every query (RFC 1035, 4.1.1), any other greets. Empty: nothing.
std::string answer_datagram(const ServedPort& target, std::string_view received);

// Who answers: "primary@10.244.0.2".
std::string server_name(const ServedPort& target);

}  // namespace pgreach::backend
