#include "model/flow.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach {

std::string describe(const Flow& flow) {
    const std::string text = flow.from + " → " + flow.to + ":" + std::to_string(flow.port);
    return flow.protocol == Protocol::tcp ? text : text + "/" + std::string(to_string(flow.protocol));
}

std::string name_some(const std::vector<Flow>& flows, size_t most) {
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(flows.size(), most); ++i) names.push_back(describe(flows[i]));
    const std::string list = join(names, ", ");
    return flows.size() > most ? list + ", … (" + std::to_string(flows.size()) + " flows)" : list;
}

}  // namespace pgreach
