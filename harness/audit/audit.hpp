#pragma once

#include <functional>
#include <string>

#include "audit/report.hpp"
#include "backend/cluster/options.hpp"

namespace pgreach::audit {

// Asked once the plan is known and nothing has been made. False: nothing will be.
using Consent = std::function<Result<bool>(const Report& planned)>;

// An audit of a live cluster: reads it, plans, asks, makes twins, tries every flow, judges, and removes what it made,
// on every path. Without consent the report has the plan alone.
Result<Report> audit(const backend::Tools& tools, const backend::ClusterOptions& cluster, const Options& options,
                     const Consent& consent);

}  // namespace pgreach::audit
