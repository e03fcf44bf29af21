#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach::kube {

// One endpoint as the agent of its node sees it (`cilium-dbg endpoint list -o json`).
struct AgentEndpoint {
    int id = 0;
    std::string state = {};  // "ready", "regenerating", "waiting-for-identity", …
    std::string ipv4 = {};
    std::int64_t identity = 0;
    // Of the policy that the datapath enforces. The agent's own spec revision beside it stays behind where nothing
    // changed for an endpoint, so it says nothing.
    std::int64_t realised_revision = 0;
    std::string enforced = {};  // "none", "ingress", "egress", "both"
    bool audited = false;       // its option PolicyAuditMode: policies are not enforced
};

// The policies that an agent knows (`cilium-dbg policy get -o json`).
struct AgentPolicies {
    std::int64_t revision = 0;
    std::set<std::string> uids = {};  // of the Kubernetes objects that they come from
};

Result<std::vector<AgentEndpoint>> read_endpoints(const std::string& json);
Result<AgentPolicies> read_agent_policies(const std::string& json);

// What an agent says it is set to (`cilium-dbg config -a -o json`), by the names of its options: "enable-policy" →
// "always". Only options that decide something about policies, and that its release has.
Result<std::map<std::string, std::string>> read_agent_settings(const std::string& json);

// The release that an agent says it is (`cilium-dbg version -o json`); empty where it says none.
Result<std::string> read_agent_version(const std::string& json);

// What keeps the endpoints at these addresses from enforcing this revision of their agent; empty where nothing does.
// The number alone does not tell: one that is still to regenerate for a policy (and for half a minute after its pod's
// labels have changed none does) has its revision raised by the next change that does not concern it. So it must be
// ready as well. An address that the agent does not know is none of its business, as long as it knows one of them.
std::string behind(const std::vector<AgentEndpoint>& endpoints, const std::set<std::string>& addresses,
                   std::int64_t revision);

}  // namespace pgreach::kube
