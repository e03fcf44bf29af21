#pragma once

#include <string>
#include <string_view>

#include "model/participants.hpp"

// What the kernel knows of a socket that a library owns; nothing here disturbs it.
namespace pgreach::probe {

// "10.244.0.7:40312"; empty while the socket has no such address.
std::string local_address(int socket);
std::string remote_address(int socket);

// Whether the three-way handshake is done (and the connection was not reset since).
bool established(int socket);
// Whether the target sent anything since the connection was made, read or not.
bool received_bytes(int socket);
// The first bytes that wait to be read, left where they are; empty where none do.
std::string waiting_bytes(int socket);

// Whether a target that begins like this speaks the protocol of that service. PostgreSQL: the one byte S or N to a
// request for TLS, an error, an authentication request or a negotiation of the protocol's version. Status: a TLS
// handshake or alert, or HTTP. Metrics: HTTP. `first` is not empty.
bool is_answer(PortPurpose purpose, std::string_view first);

}  // namespace pgreach::probe
