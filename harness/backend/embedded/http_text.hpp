#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/embedded/target_answers.hpp"

namespace pgreach::backend {

// What of a request without a body an answer depends on.
struct HttpRequest {
    std::string path;
    std::string version;      // "HTTP/1.0" or "HTTP/1.1"
    bool keep_alive = false;  // another request may follow on this connection
};

// Reads the head of a request, from its first line to the empty one. Nothing where it is none, of another version of
// HTTP, or announces a body.
std::optional<HttpRequest> read_request(std::string_view head);

// The whole response; `server` becomes its Server header.
std::string write_response(const HttpRequest& request, const HttpAnswer& answer, const std::string& server);

}  // namespace pgreach::backend
