#include "model/attribution.hpp"

#include <algorithm>

namespace pgreach {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> named_policies(const FlowRecord& flow) {
    std::vector<std::string> names;
    for (const auto& evidence : flow.observation.evidence) {
        for (const auto& policy : evidence.policies) {
            if (!contains(names, policy)) names.push_back(policy);
        }
    }
    return names;
}

std::vector<std::string> unexpected_policies(const FlowRecord& flow) {
    auto names = named_policies(flow);
    std::erase_if(names, [&](const std::string& name) { return contains(flow.allowed_by, name); });
    return names;
}

}  // namespace pgreach
