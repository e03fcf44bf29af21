#pragma once

#include <map>
#include <set>
#include <string>

#include "audit/plan.hpp"

namespace pgreach::audit {

// What is in only one of both, or is not the same in both.
std::set<std::string> changed_keys(const std::map<std::string, std::string>& before,
                                   const std::map<std::string, std::string>& after);

// Whether a flow of the plan is to or from one of these pods ("shop/orders-1").
bool concerns(const Plan& plan, size_t flow, const std::set<std::string>& pods);

}  // namespace pgreach::audit
