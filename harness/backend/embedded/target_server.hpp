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

// A port that no PostgreSQL of ours serves: an instance's status or metrics port, or a service of another participant.
// What it says names the target: over HTTP in the Server header, else after the greeting of probe/peer/plain_words.hpp.
struct ServedPort {
    PortPurpose purpose = PortPurpose::status;
    std::string target;
    netns::Ipv4 address;
    int port = 0;
    bool primary = false;
    std::string system_id;  // of the database, as an instance tells its operator
    UniqueFd listener;
};

// A socket that listens at the target's address in that network.
Result<UniqueFd> listen_in(int network, netns::Ipv4 address, const TargetPort& port);

// One process that answers at all of them, for instances as CNPG's instance manager does, until it is ended.
Result<proc::Child> start_target_server(const std::vector<ServedPort>& served, const Certificate& certificate);

}  // namespace pgreach::backend
