#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "audit/report.hpp"
#include "base/diagnostic.hpp"

namespace pgreach::audit {

// What a file says of who may reach which database:
//     claims:
//       - {to: cluster shop/orders, port: 5432, allow: [shop/api], deny: [shop/web]}
// Names are those of an audit's report: a workload, one instance ("shop/orders-1"), all of them ("cluster
// shop/orders").
struct Claim {
    std::string from;
    std::string to;
    int port = 0;
    Verdict verdict = Verdict::deny;
    Mark mark = {};
};
struct Claims {
    SourcePtr source;
    std::vector<Claim> claims;
    Diagnostics diagnostics;
};

// Reads such a file; what is wrong with it is a diagnostic, and so is a flow that is claimed twice.
Claims read_claims(const SourcePtr& source);

// Adds to a report what the claims make of it: a finding for each flow that is not as claimed, one for whoever reaches
// a database of the report without a claim, a note for claims of which no flow was tried. The nearer claim counts: of
// one instance before that of all.
void judge_claims(const Claims& claims, Report& report);

// The claims that the report's observations fulfil, as such a file: sorted, and stable from run to run. What was
// unclear is a comment. A report without observations gives its predictions, and says so.
std::string write_claims(const Report& report);

}  // namespace pgreach::audit
