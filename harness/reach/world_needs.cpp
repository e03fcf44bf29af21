#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/printable.hpp"
#include "model/cnpg_needs.hpp"
#include "reach/evaluation.hpp"
#include "reach/needs.hpp"

namespace pgreach::reach {
namespace {

using cnpg::Need;
using engine::Direction;

bool is(const Endpoint& endpoint, cnpg::Party party) {
    const auto parties = cnpg::parties_of(endpoint);
    return std::find(parties.begin(), parties.end(), party) != parties.end();
}

class NeedFinder {
  public:
    NeedFinder(const world::Contents& contents, const Policies& policies)
        : world_(contents.world), policies_(policies), evaluation_(contents.world, policies) {}

    std::optional<UnmetNeed> find(const Need& need) const;

  private:
    std::optional<UnmetNeed> find(const Need& need, size_t from, size_t to) const;
    void blame(const engine::Outcome& outcome, Direction direction, size_t subject, UnmetNeed& unmet) const;

    const World& world_;
    const Policies& policies_;
    Evaluation evaluation_;
};

// The rule that denies it, else the first policy that closes it by default.
void NeedFinder::blame(const engine::Outcome& outcome, Direction direction, size_t subject, UnmetNeed& unmet) const {
    if (outcome.ground == engine::Ground::rule) {
        const auto& rule = evaluation_.ruleset().rule(outcome.rule);
        unmet.policy = printable_line(describe(rule.policy));
        unmet.file = printable_line(policies_.files.at(rule.policy)->name);
        unmet.line = rule.mark.line;
        return;
    }
    const auto closing = evaluation_.closing(direction, subject);
    if (closing.empty()) return;
    unmet.policy = printable_line(describe(closing.front()));
    for (const auto& policy : policies_.admitted) {
        if (policy.id != closing.front()) continue;
        unmet.file = printable_line(policy.source->name);
        unmet.line = policy.mark.line;
    }
}

std::optional<UnmetNeed> NeedFinder::find(const Need& need, size_t from, size_t to) const {
    const engine::PortProtocol l4{need.protocol, need.port};
    for (const Direction direction : {Direction::ingress, Direction::egress}) {
        const bool inward = direction == Direction::ingress;
        const size_t subject = inward ? to : from, peer = inward ? from : to;
        const auto outcome = evaluation_.side(direction, subject, peer, l4);
        if (outcome.verdict == Verdict::allow) continue;
        UnmetNeed unmet{.name = need.name};
        unmet.text = printable_line(world_.endpoints[from].name + " cannot reach " + world_.endpoints[to].name +
                                    " on " + std::to_string(need.port));
        unmet.consequence = cnpg::consequence(need);
        blame(outcome, direction, subject, unmet);
        return unmet;
    }
    return std::nullopt;
}

std::optional<UnmetNeed> NeedFinder::find(const Need& need) const {
    for (size_t from = 0; from < world_.endpoints.size(); ++from) {
        if (!is(world_.endpoints[from], need.from)) continue;
        for (size_t to = 0; to < world_.endpoints.size(); ++to) {
            if (to == from || !is(world_.endpoints[to], need.to)) continue;
            if (!cnpg::may_need_each_other(world_.endpoints[from], world_.endpoints[to])) continue;
            if (auto unmet = find(need, from, to)) return unmet;
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<UnmetNeed> find_unmet_needs(const world::Contents& contents, const Policies& policies) {
    const NeedFinder finder(contents, policies);
    std::map<std::pair<std::string, std::string>, UnmetNeed> found;
    for (const auto& need : cnpg::needs()) {
        if (*need.breaks == '\0' || need.port == 0) continue;
        if (auto unmet = finder.find(need)) found.try_emplace({unmet->name, unmet->text}, *unmet);
    }
    std::vector<UnmetNeed> needs;
    for (auto& [key, unmet] : found) needs.push_back(std::move(unmet));
    return needs;
}

}  // namespace pgreach::reach
