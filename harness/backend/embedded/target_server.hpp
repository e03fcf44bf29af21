#pragma once

#include <string>
#include <vector>

#include "backend/embedded/certificate.hpp"
#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "model/participants.hpp"
#include "netns/ipv4.hpp"
#include "proc/child.hpp"

namespace pgreach::backend {

// A port of an instance that is not PostgreSQL's: the status port (HTTPS) or the metrics port (HTTP). Each answer names
// the instance in its Server header.
struct HttpTarget {
    PortPurpose purpose = PortPurpose::status;
    std::string instance;
    netns::Ipv4 address;
    int port = 0;
    bool primary = false;
    std::string system_id;  // of the database, as an instance tells its operator
    UniqueFd listener;
};

// A socket that listens at the target's address in that network.
Result<UniqueFd> listen_in(int network, netns::Ipv4 address, int port);

// One process that answers for all targets as CNPG's instance manager does, until it is ended.
Result<proc::Child> start_target_server(const std::vector<HttpTarget>& targets, const Certificate& certificate);

}  // namespace pgreach::backend
