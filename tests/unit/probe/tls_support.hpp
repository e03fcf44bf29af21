#pragma once

#include <memory>
#include <string>

#include "unit/probe/support.hpp"

namespace pgreach::probe::test {

// A key with a certificate that it signed itself, for that name; so it is its own CA.
struct Certificate {
    struct Parts;
    std::shared_ptr<Parts> parts;
    std::string pem;
};
Certificate make_certificate(const std::string& name);

// Shakes hands, reads a request, gives that answer.
FakeServer::Talk says_over_tls(const Certificate& certificate, std::string answer);
// As PostgreSQL does: one byte S to the request for TLS, then the same.
FakeServer::Talk says_over_postgresql_tls(const Certificate& certificate, std::string answer);

}  // namespace pgreach::probe::test
