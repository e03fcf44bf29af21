#pragma once

#include <string_view>

namespace pgreach::probe {

// Asks for the addresses of the root, which every resolver answers in some way, at least by a refusal (RFC 1035, 4.1).
constexpr std::string_view dns_query() {
    using namespace std::string_view_literals;
    return "pg\x01\0\0\x01\0\0\0\0\0\0"  // identifier, recursion desired, one question
           "\0\0\x01\0\x01"sv;           // the root, type A, class IN
}

// What other servers of UDP are sent.
constexpr std::string_view datagram() {
    return "pgreach\n";
}

// How targets of ours begin what they send over TCP or UDP; the rest of the line says who they are.
constexpr std::string_view greeting() {
    return "pgreach ";
}

}  // namespace pgreach::probe
