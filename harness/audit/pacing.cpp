#include "audit/pacing.hpp"

#include <map>

namespace pgreach::audit {

std::vector<std::vector<size_t>> paced(const std::vector<AuditFlow>& flows, const std::vector<size_t>& wanted,
                                       int per_second) {
    std::map<std::string, size_t> before;
    std::vector<std::vector<size_t>> groups;
    for (const size_t index : wanted) {
        const size_t group = before[flows[index].database]++ / static_cast<size_t>(per_second);
        if (groups.size() <= group) groups.resize(group + 1);
        groups[group].push_back(index);
    }
    return groups;
}

}  // namespace pgreach::audit
