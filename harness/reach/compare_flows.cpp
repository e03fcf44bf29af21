#include "reach/compare_flows.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "reach/coverage.hpp"
#include "reach/parties.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Outcome;
using engine::PortProtocol;

using Place = std::optional<size_t>;

// One version with its endpoints by name and the classes of both behind them.
struct Half {
    Half(const Version& given, const std::vector<PeerClass>& classes)
        : version(given),
          names(given.contents),
          evaluation(with_classes(given.contents.world, classes), given.policies),
          first_class(given.contents.world.endpoints.size()) {
        for (size_t i = 0; i < given.contents.workloads.size(); ++i) places.try_emplace(given.contents.name(i), i);
    }
    Place find(const std::string& name) const {
        const auto found = places.find(name);
        return found == places.end() ? std::nullopt : Place(found->second);
    }

    const Version& version;
    PartyNames names;
    Evaluation evaluation;
    size_t first_class;
    std::map<std::string, size_t> places;
};

// Flows that change for the same reasons: workloads by their place in the version that has them, and classes.
struct Found {
    std::vector<size_t> peers;
    std::vector<size_t> classes;
};
using Key = std::tuple<bool, PortProtocol, std::vector<Cause>, std::string>;  // opened, …, remark

struct KeyOrder {
    bool operator()(const Key& a, const Key& b) const {
        const auto plain = [](const Key& key) {
            const auto& l4 = std::get<1>(key);
            return std::tuple(std::get<0>(key), l4.port, l4.protocol, std::get<2>(key), std::get<3>(key));
        };
        return plain(a) < plain(b);
    }
};
using FoundByKey = std::map<Key, Found, KeyOrder>;

class FlowComparer {
  public:
    FlowComparer(const Version& before, const Version& after, bool all)
        : classes_(classes_of_both(before, after)),
          coverage_(classes_),
          old_(before, classes_),
          new_(after, classes_),
          all_(all),
          peers_(peers()) {}

    FlowChanges compare();

  private:
    static std::vector<PeerClass> classes_of_both(const Version& before, const Version& after);
    std::set<std::string> targets() const;
    std::set<std::string> peers() const;
    std::set<std::tuple<int, Protocol>> ports_of(const std::string& target) const;
    void compare_target(const std::string& target);
    void compare_peer(const std::string& peer, const std::string& target, const PortProtocol& l4, FoundByKey& found);
    void compare_classes(const std::string& target, const PortProtocol& l4, FoundByKey& found);
    std::vector<Cause> causes(bool opened, Place old_peer, Place old_target, Place new_peer, Place new_target,
                              const PortProtocol& l4) const;
    std::optional<Cause> cause(Direction direction, bool opened, std::pair<Place, Place> before,
                               std::pair<Place, Place> after, const PortProtocol& l4) const;
    void add(const std::string& target, FoundByKey found);

    std::vector<PeerClass> classes_;
    Coverage coverage_;
    Half old_;
    Half new_;
    bool all_;
    std::set<std::string> peers_;  // workloads of both
    // Changes of one owner's workloads that are the same are one: by owner, then by the change without its target.
    std::map<std::pair<bool, world::Owner>, std::map<FlowChange, std::vector<size_t>>> merged_;
};

std::vector<PeerClass> FlowComparer::classes_of_both(const Version& before, const Version& after) {
    std::vector<engine::Rule> rules = before.policies.rules;
    rules.insert(rules.end(), after.policies.rules.begin(), after.policies.rules.end());
    World others;
    for (const auto* version : {&before, &after}) {
        const auto& world = version->contents.world;
        others.cidr_groups.insert(others.cidr_groups.end(), world.cidr_groups.begin(), world.cidr_groups.end());
        others.endpoints.insert(
            others.endpoints.end(),
            world.endpoints.begin() + static_cast<std::ptrdiff_t>(version->contents.workloads.size()),
            world.endpoints.end());
    }
    return find_classes(rules, Direction::ingress, others);
}

std::set<std::string> FlowComparer::targets() const {
    std::set<std::string> names;
    for (const auto* half : {&old_, &new_}) {
        const auto& contents = half->version.contents;
        for (const auto& database : contents.databases) {
            for (const auto* members : {&database.instances, &database.poolers}) {
                for (const size_t member : *members) names.insert(contents.name(member));
            }
        }
    }
    return all_ ? peers_ : names;
}

std::set<std::string> FlowComparer::peers() const {
    std::set<std::string> names;
    for (const auto* half : {&old_, &new_}) {
        for (const auto& [name, place] : half->places) names.insert(name);
    }
    return names;
}

std::set<std::tuple<int, Protocol>> FlowComparer::ports_of(const std::string& target) const {
    std::set<std::tuple<int, Protocol>> ports;
    for (const auto* half : {&old_, &new_}) {
        const auto place = half->find(target);
        if (!place) continue;
        for (const auto& port : half->version.contents.workloads[*place].ports)
            ports.insert({port.port, port.protocol});
    }
    return ports;
}

bool passes(const Half& half, Place peer, Place target, const PortProtocol& l4) {
    return peer && target && half.evaluation.allows(*peer, *target, l4);
}

// The side that stood, or stands, in the way: denied in the one version and not in the other.
std::optional<Cause> FlowComparer::cause(Direction direction, bool opened, std::pair<Place, Place> before,
                                         std::pair<Place, Place> after, const PortProtocol& l4) const {
    const auto outcome = [&](const Half& half, const std::pair<Place, Place>& ends) -> std::optional<Outcome> {
        if (!ends.first || !ends.second) return std::nullopt;
        return half.evaluation.side(direction, *ends.first, *ends.second, l4);
    };
    const auto was = outcome(old_, before);
    const auto is = outcome(new_, after);
    const auto& closing = opened ? was : is;
    if (closing && closing->verdict == Verdict::allow) return std::nullopt;
    if (!closing && direction == Direction::egress) return std::nullopt;  // one end is new or gone
    Cause cause{.egress = direction == Direction::egress};
    if (was) cause.before = old_.evaluation.why(*was);
    if (is) cause.after = new_.evaluation.why(*is);
    if (!closing || closing->ground != engine::Ground::default_deny) return cause;
    const Half& half = opened ? old_ : new_;
    const size_t subject = *(opened ? before : after).first;
    for (const auto& id : half.evaluation.selecting(direction, subject)) {
        cause.closed_by.push_back(describe(id) + " (" + half.version.policies.files.at(id)->name + ")");
    }
    return cause;
}

std::vector<Cause> FlowComparer::causes(bool opened, Place old_peer, Place old_target, Place new_peer, Place new_target,
                                        const PortProtocol& l4) const {
    std::vector<Cause> found;
    if (auto one = cause(Direction::ingress, opened, {old_target, old_peer}, {new_target, new_peer}, l4)) {
        found.push_back(*std::move(one));
    }
    if (auto one = cause(Direction::egress, opened, {old_peer, old_target}, {new_peer, new_target}, l4)) {
        found.push_back(*std::move(one));
    }
    return found;
}

void FlowComparer::compare_peer(const std::string& peer, const std::string& target, const PortProtocol& l4,
                                FoundByKey& found) {
    const Place old_peer = old_.find(peer), old_target = old_.find(target);
    const Place new_peer = new_.find(peer), new_target = new_.find(target);
    const bool was = passes(old_, old_peer, old_target, l4);
    const bool is = passes(new_, new_peer, new_target, l4);
    if (was == is) return;
    std::string remark;
    if (!old_peer || !old_target) remark = old_peer ? "a new target" : "a new workload";
    if (!new_peer || !new_target) remark = new_peer ? "the target is gone" : "the workload is gone";
    const auto why = causes(is, old_peer, old_target, new_peer, new_target, l4);
    found[{is, l4, why, remark}].peers.push_back(is ? *new_peer : *old_peer);
}

void FlowComparer::compare_classes(const std::string& target, const PortProtocol& l4, FoundByKey& found) {
    const Place old_target = old_.find(target), new_target = new_.find(target);
    if (!old_target || !new_target) return;
    const auto was = old_.evaluation.allowed(Direction::ingress, *old_target, l4);
    const auto is = new_.evaluation.allowed(Direction::ingress, *new_target, l4);
    for (size_t i = 0; i < classes_.size(); ++i) {
        const size_t before = old_.first_class + i, after = new_.first_class + i;
        const bool passed = was.test(old_.evaluation.identities().identity_of(before));
        const bool passing = is.test(new_.evaluation.identities().identity_of(after));
        if (passed == passing) continue;
        const auto why = cause(Direction::ingress, passing, {old_target, before}, {new_target, after}, l4);
        found[{passing, l4, {why.value_or(Cause{})}, {}}].classes.push_back(i);
    }
}

void FlowComparer::add(const std::string& target, FoundByKey found) {
    for (auto& [key, flows] : found) {
        const auto& [opened, l4, why, remark] = key;
        const Half& half = opened ? new_ : old_;
        const size_t place = *half.find(target);
        FlowChange change{.target = {}, .protocol = l4.protocol, .port = l4.port, .causes = why, .remark = remark};
        change.peers = half.names.name(flows.peers, place);
        engine::Bits classes(classes_.size());
        for (const size_t peers : flows.classes) classes.set(peers);
        for (const size_t peers : coverage_.widest(classes)) change.classes.push_back(classes_[peers].text);
        merged_[{opened, half.version.contents.workloads[place].owner}][std::move(change)].push_back(place);
    }
}

void FlowComparer::compare_target(const std::string& target) {
    FoundByKey found;
    for (const auto& [port, protocol] : ports_of(target)) {
        const PortProtocol l4{protocol, port};
        for (const auto& peer : peers_) {
            if (peer != target) compare_peer(peer, target, l4, found);
        }
        compare_classes(target, l4, found);
    }
    add(target, std::move(found));
}

FlowChanges FlowComparer::compare() {
    for (const auto& target : targets()) compare_target(target);
    FlowChanges changes;
    for (auto& [key, by_change] : merged_) {
        const Half& half = key.first ? new_ : old_;
        for (auto& [change, targets] : by_change) {
            for (const auto& party : half.names.name(targets)) {
                FlowChange one = change;
                one.target = party;
                (key.first ? changes.opened : changes.closed).push_back(std::move(one));
            }
        }
    }
    std::sort(changes.opened.begin(), changes.opened.end());
    std::sort(changes.closed.begin(), changes.closed.end());
    return changes;
}

}  // namespace

FlowChanges compare_flows(const Version& before, const Version& after, bool all) {
    return FlowComparer(before, after, all).compare();
}

}  // namespace pgreach::reach
