#include "reach/half.hpp"

namespace pgreach::reach {

using engine::Direction;
using engine::Outcome;

Half::Half(const Version& version, bool clusters)
    : contents(version.contents),
      names(version.contents),
      evaluation(version.contents.world, version.policies),
      accesses(evaluation, clusters),
      book(evaluation),
      of_database_(version.contents.workloads.size()) {
    const auto by_identity = evaluation.ruleset().alike();
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        alike_.push_back(by_identity[evaluation.identities().identity_of(i)]);
    }
    for (const auto& database : contents.databases) {
        for (const auto* members : {&database.instances, &database.poolers}) {
            for (const size_t member : *members) of_database_[member] = true;
        }
    }
}

std::vector<NamedPort> Half::ports(Place workload) const {
    return workload ? contents.workloads[*workload].ports : std::vector<NamedPort>();
}

bool Half::passes(Place from, Place to, const engine::PortProtocol& l4) const {
    return from && to && evaluation.allows(*from, *to, l4);
}

std::optional<Outcome> Half::outcome(Direction direction, Place subject, Place peer,
                                     const engine::PortProtocol& l4) const {
    if (!subject || !peer) return std::nullopt;
    return evaluation.side(direction, *subject, *peer, l4);
}

std::vector<std::string> Half::closing(Direction direction, size_t subject) const {
    std::vector<std::string> texts;
    for (const auto& id : evaluation.closing(direction, subject)) texts.push_back(evaluation.describe_policy(id));
    return texts;
}

}  // namespace pgreach::reach
