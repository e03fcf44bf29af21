#pragma once

#include <optional>
#include <string>

#include "engine/rule.hpp"

namespace pgreach::lint {

// Some address that the peer matches, as a block of one: "203.0.113.0/32"; nothing where there is none.
std::optional<std::string> an_address_of(const engine::CidrPeer& peer);

// Of a host's name: the namespace of the Service that it may be ("minio", "minio.storage"), and whether it can be
// nothing else. Empty for what is an address, or a name outside the cluster. A short name is of the namespace `own`.
struct ServiceName {
    std::string ns;
    bool certain = false;
};
ServiceName service_name(const std::string& host, const std::string& own);

}  // namespace pgreach::lint
