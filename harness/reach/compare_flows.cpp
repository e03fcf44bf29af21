#include "reach/compare_flows.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "reach/change_merge.hpp"
#include "reach/half.hpp"
#include "reach/pairing.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Ground;
using engine::Outcome;
using engine::PortProtocol;

// Both ends of a flow in one version: whose side is asked, and the other.
struct Ends {
    Place subject;
    Place peer;
};

class FlowComparer {
  public:
    FlowComparer(const Version& before, const Version& after, bool all)
        : FlowComparer(before, after, all, has_other_clusters(before) || has_other_clusters(after)) {}

    void compare(Comparison& comparison);

  private:
    // What is decided of a port: by whom either version lets in, and what rules of peers name of it.
    using PortKey = std::tuple<const Access*, const Access*, std::vector<size_t>, Protocol>;
    using Bodies = std::vector<ChangeBody>;
    using ClassGains = std::optional<std::vector<GainedPeers>>;

    FlowComparer(const Version& before, const Version& after, bool all, bool clusters);
    static bool has_other_clusters(const Version& version) {
        return knows_other_clusters(version.policies.rules, version.policies.in_force.cilium());
    }
    bool is_asked(const PairedWorkload& workload) const;
    std::vector<PortSpan> spans_of(const PairedWorkload& subject, Direction direction) const;
    void compare_subjects(const std::vector<size_t>& subjects, Direction direction);
    Bodies compare_port(const PairedWorkload& subject, Direction direction, const PortProtocol& l4, bool& unclear);
    void compare_peers(const PairedWorkload& subject, const PortProtocol& l4, Bodies& bodies) const;
    bool compare_classes(const PairedWorkload& subject, Direction direction, const PortProtocol& l4, bool opened,
                         Bodies& bodies);
    const ClassGains& gains(const Access& from, const Access& to);
    std::vector<Cause> causes(bool opened, const PairedWorkload& peer, const PairedWorkload& subject,
                              const PortProtocol& l4) const;
    std::optional<Cause> cause(Direction direction, bool opened, const Ends& before, const Ends& after,
                               const PortProtocol& l4) const;
    Parties parties_of(bool opened, const std::vector<size_t>& classes);
    Parties name(bool opened, const std::vector<size_t>& pairs) const;

    Half old_;
    Half new_;
    bool all_;
    NamedPorts of_peers_;  // what egress rules name
    std::vector<PairedWorkload> workloads_;
    std::vector<std::vector<size_t>> classes_;  // workloads that neither version tells apart as peers
    std::map<std::pair<const Access*, const Access*>, ClassGains> gains_;
    std::map<std::pair<ChangeBody, ToldPorts>, std::vector<size_t>> found_;  // subjects
    std::vector<size_t> unclear_;
    std::map<std::pair<bool, std::vector<size_t>>, Parties> named_;
};

FlowComparer::FlowComparer(const Version& before, const Version& after, bool all, bool clusters)
    : old_(before, clusters),
      new_(after, clusters),
      all_(all),
      workloads_(pair_workloads(before.contents, after.contents)) {
    for (const Half* half : {&old_, &new_}) of_peers_.add(half->book.all(Direction::egress));
    std::map<std::pair<size_t, size_t>, size_t> known;
    for (size_t i = 0; i < workloads_.size(); ++i) {
        const auto key = std::pair(old_.alike(workloads_[i].before), new_.alike(workloads_[i].after));
        const auto [found, added] = known.try_emplace(key, classes_.size());
        if (added) classes_.emplace_back();
        classes_[found->second].push_back(i);
    }
}

bool FlowComparer::is_asked(const PairedWorkload& workload) const {
    return all_ || (workload.before && old_.is_of_database(*workload.before)) ||
           (workload.after && new_.is_of_database(*workload.after));
}

// The side that stood, or stands, in the way: denied in the one version and not in the other.
std::optional<Cause> FlowComparer::cause(Direction direction, bool opened, const Ends& before, const Ends& after,
                                         const PortProtocol& l4) const {
    const auto was = old_.outcome(direction, before.subject, before.peer, l4);
    const auto is = new_.outcome(direction, after.subject, after.peer, l4);
    const auto& closing = opened ? was : is;
    if (closing && closing->verdict == Verdict::allow) return std::nullopt;
    if (!closing && direction == Direction::egress) return std::nullopt;  // one end is new or gone
    Cause cause{.egress = direction == Direction::egress};
    if (was) cause.before = old_.evaluation.why(*was);
    if (is) cause.after = new_.evaluation.why(*is);
    if (!closing || closing->ground != Ground::default_deny) return cause;
    cause.closed_by = (opened ? old_ : new_).closing(direction, *(opened ? before : after).subject);
    return cause;
}

std::vector<Cause> FlowComparer::causes(bool opened, const PairedWorkload& peer, const PairedWorkload& subject,
                                        const PortProtocol& l4) const {
    std::vector<Cause> found;
    const auto add = [&found](std::optional<Cause> one) {
        if (one) found.push_back(*std::move(one));
    };
    add(cause(Direction::ingress, opened, {subject.before, peer.before}, {subject.after, peer.after}, l4));
    add(cause(Direction::egress, opened, {peer.before, subject.before}, {peer.after, subject.after}, l4));
    return found;
}

void FlowComparer::compare_peers(const PairedWorkload& subject, const PortProtocol& l4, Bodies& bodies) const {
    std::map<ChangeBody, std::vector<size_t>> found;
    for (size_t i = 0; i < classes_.size(); ++i) {
        const auto& peer = workloads_[classes_[i].front()];
        const bool itself = classes_[i].size() == 1 && peer.before == subject.before && peer.after == subject.after;
        const auto pods = [&](const Half& half, Place place) {
            return place ? half.contents.workloads[*place].pods : 0;
        };
        if (itself && pods(old_, peer.before) <= 1 && pods(new_, peer.after) <= 1) continue;  // no policy is asked
        const bool was = old_.passes(peer.before, subject.before, l4);
        const bool is = new_.passes(peer.after, subject.after, l4);
        if (was == is) continue;
        ChangeBody body{.opened = is, .causes = causes(is, peer, subject, l4)};
        if (!peer.before || !subject.before) body.remark = peer.before ? "a new target" : "a new workload";
        if (!peer.after || !subject.after) body.remark = peer.after ? "the target is gone" : "the workload is gone";
        found[body].push_back(i);
    }
    for (auto& [body, peers] : found) {
        bodies.push_back(body);
        bodies.back().peers = std::move(peers);
    }
}

const FlowComparer::ClassGains& FlowComparer::gains(const Access& from, const Access& to) {
    const auto [found, added] = gains_.try_emplace({&from, &to});
    if (added) found->second = gained_peers(from, to);
    return found->second;
}

// False where it takes too much to find out.
bool FlowComparer::compare_classes(const PairedWorkload& subject, Direction direction, const PortProtocol& l4,
                                   bool opened, Bodies& bodies) {
    Half& closing = opened ? old_ : new_;
    Half& opening = opened ? new_ : old_;
    const size_t closed_place = *(opened ? subject.before : subject.after);
    const size_t open_place = *(opened ? subject.after : subject.before);
    const auto& gained =
        gains(closing.accesses.of(direction, closed_place, l4), opening.accesses.of(direction, open_place, l4));
    if (!gained) return false;
    std::map<std::vector<Cause>, std::vector<std::string>> found;
    for (const auto& peers : *gained) {
        Cause cause{.egress = direction == Direction::egress};
        (opened ? cause.before : cause.after) = closing.evaluation.why(peers.before);
        (opened ? cause.after : cause.before) = opening.evaluation.why(peers.after);
        if (peers.before.ground == Ground::default_deny) cause.closed_by = closing.closing(direction, closed_place);
        const char* const known = opened ? ", but for those that passed before" : ", but for those that still pass";
        found[{cause}].push_back(to_text(peers.peers) + (peers.but_known ? known : ""));
    }
    for (auto& [why, classes] : found) {
        std::sort(classes.begin(), classes.end());
        const bool egress = direction == Direction::egress;
        const auto same = std::find_if(bodies.begin(), bodies.end(), [&, &why = why](const ChangeBody& body) {
            return body.opened == opened && body.egress == egress && body.causes == why && body.remark.empty();
        });
        ChangeBody& body = same == bodies.end()
                               ? bodies.emplace_back(ChangeBody{.opened = opened, .egress = egress, .causes = why})
                               : *same;
        body.classes = std::move(classes);
    }
    return true;
}

FlowComparer::Bodies FlowComparer::compare_port(const PairedWorkload& subject, Direction direction,
                                                const PortProtocol& l4, bool& unclear) {
    Bodies bodies;
    if (direction == Direction::ingress) compare_peers(subject, l4, bodies);
    if (!subject.before || !subject.after) return bodies;
    for (const bool opened : {true, false}) {
        if (!compare_classes(subject, direction, l4, opened, bodies)) unclear = true;
    }
    return bodies;
}

std::vector<PortSpan> FlowComparer::spans_of(const PairedWorkload& subject, Direction direction) const {
    NamedPorts named;
    std::vector<NamedPort> declared;
    for (const auto& [half, place] : {std::pair{&old_, subject.before}, std::pair{&new_, subject.after}}) {
        if (!place) continue;
        half->book.add(direction, *place, named);
        if (direction == Direction::egress) continue;
        const auto ports = half->ports(place);
        declared.insert(declared.end(), ports.begin(), ports.end());
    }
    if (direction == Direction::ingress) named.add(of_peers_);
    for (auto& port : declared) port.name.clear();
    return named.spans(declared);
}

// Subjects of which everything is the same; the first stands for all.
void FlowComparer::compare_subjects(const std::vector<size_t>& subjects, Direction direction) {
    const auto& subject = workloads_[subjects.front()];
    const auto spans = spans_of(subject, direction);
    std::map<PortKey, Bodies> known;
    std::map<ChangeBody, std::vector<PortSpan>> ports;
    bool unclear = false;
    for (const auto& span : spans) {
        const auto l4 = span.example();
        const Access* was = subject.before ? &old_.accesses.of(direction, *subject.before, l4) : nullptr;
        const Access* is = subject.after ? &new_.accesses.of(direction, *subject.after, l4) : nullptr;
        const bool open = (was != nullptr && !was->allowed.empty()) || (is != nullptr && !is->allowed.empty());
        const bool by_peers = open && direction == Direction::ingress;
        const auto [bodies, added] =
            known.try_emplace(PortKey{was, is, by_peers ? of_peers_.around(l4) : std::vector<size_t>(), span.protocol});
        if (added) bodies->second = compare_port(subject, direction, l4, unclear);
        for (const auto& body : bodies->second) ports[body].push_back(span);
    }
    for (const auto& [body, some] : ports) {
        auto& known_subjects = found_[{body, tell_ports(some, spans)}];
        known_subjects.insert(known_subjects.end(), subjects.begin(), subjects.end());
    }
    if (unclear) unclear_.insert(unclear_.end(), subjects.begin(), subjects.end());
}

Parties FlowComparer::name(bool opened, const std::vector<size_t>& pairs) const {
    std::vector<size_t> places;
    for (const size_t pair : pairs) {
        const Place place = opened ? workloads_[pair].after : workloads_[pair].before;
        if (place) places.push_back(*place);
    }
    std::sort(places.begin(), places.end());
    return Parties((opened ? new_ : old_).names.name(places));
}

Parties FlowComparer::parties_of(bool opened, const std::vector<size_t>& classes) {
    const auto [found, added] = named_.try_emplace({opened, classes});
    if (!added) return found->second;
    std::vector<size_t> pairs;
    for (const size_t peers : classes) pairs.insert(pairs.end(), classes_[peers].begin(), classes_[peers].end());
    return found->second = name(opened, pairs);
}

void FlowComparer::compare(Comparison& comparison) {
    using SubjectKey = std::tuple<size_t, size_t, std::vector<NamedPort>, std::vector<NamedPort>>;
    std::map<SubjectKey, std::vector<size_t>> subjects;
    for (size_t i = 0; i < workloads_.size(); ++i) {
        const auto& one = workloads_[i];
        if (!is_asked(one)) continue;
        ++comparison.subjects;
        subjects[{old_.alike(one.before), new_.alike(one.after), old_.ports(one.before), new_.ports(one.after)}]
            .push_back(i);
    }
    for (const auto& [key, some] : subjects) {
        for (const Direction direction : {Direction::ingress, Direction::egress}) compare_subjects(some, direction);
    }
    for (const auto& [change, some] : found_) {
        const auto& [body, ports] = change;
        FlowChange flow{.egress = body.egress, .subjects = name(body.opened, some), .ports = ports.ports};
        flow.but_ports = ports.but;
        flow.peers = parties_of(body.opened, body.peers);
        flow.classes = body.classes;
        flow.causes = body.causes;
        flow.remark = body.remark;
        (body.opened ? comparison.opened : comparison.closed).push_back(std::move(flow));
    }
    std::sort(comparison.opened.begin(), comparison.opened.end());
    std::sort(comparison.closed.begin(), comparison.closed.end());
    for (const auto& party : name(true, unclear_)) comparison.unclear.push_back(party.describe());
}

}  // namespace

void compare_flows(const Version& before, const Version& after, bool all, Comparison& comparison) {
    FlowComparer(before, after, all).compare(comparison);
}

}  // namespace pgreach::reach
