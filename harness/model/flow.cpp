#include "model/flow.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach {

std::string name_some(const std::vector<Flow>& flows, size_t most) {
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(flows.size(), most); ++i) names.push_back(describe(flows[i]));
    const std::string list = join(names, ", ");
    return flows.size() > most ? list + ", … (" + std::to_string(flows.size()) + " flows)" : list;
}

}  // namespace pgreach
