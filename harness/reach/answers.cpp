#include "reach/answers.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "reach/access.hpp"
#include "reach/parties.hpp"
#include "reach/peer_groups.hpp"
#include "reach/port_answers.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Outcome;
using engine::PortProtocol;

Direction opposite(Direction direction) {
    return direction == Direction::ingress ? Direction::egress : Direction::ingress;
}

// Then nothing is said of those who were not named.
bool of_some(const Question& question) {
    return !(question.egress ? question.to : question.from).empty();
}

class Reacher {
  public:
    Reacher(const world::Contents& contents, const Policies& policies, const Question& question)
        : contents_(contents),
          question_(question),
          near_(question.egress ? Direction::egress : Direction::ingress),
          names_(contents),
          evaluation_(contents.world, policies),
          accesses_(evaluation_, knows_other_clusters(policies.rules, policies.in_force.cilium())),
          book_(evaluation_),
          peers_(contents, evaluation_, names_, question.egress ? question.to : question.from) {
        if (question.egress) declared_ = declared_by_any(contents);
    }

    // Those that are the same are one, in the order of the first.
    std::deque<Answer> answers(const std::vector<size_t>& subjects, const std::string& database);

  private:
    using Reasons = std::tuple<engine::Ground, std::uint32_t, engine::Ground, std::uint32_t>;
    // Of a workload, without its name. The others of its group have the same, unless it is `of_subject` alone.
    struct Found {
        Answer answer;
        bool of_subject = false;
    };
    // What decides of a port: whom the subject's side lets pass, what the other side's rules name of it, and who
    // listens.
    using PortKey = std::tuple<const Access*, std::vector<size_t>, Protocol, int>;

    static std::vector<NamedPort> declared_by_any(const world::Contents& contents);
    Found find(size_t subject);
    Passing pass(size_t subject, const PortSpan& span, const Access& access, bool& of_subject);
    const std::vector<Exposure>& exposures(const Access& access);
    std::vector<Group> groups(size_t subject, const PortSpan& span, bool& of_subject);
    bool listens(size_t other, const PortSpan& span) const;

    const world::Contents& contents_;
    const Question& question_;
    Direction near_;
    PartyNames names_;
    Evaluation evaluation_;
    Accesses accesses_;
    PortBook book_;
    PeerGroups peers_;
    std::vector<NamedPort> declared_;  // by any workload; of egress alone
    std::map<const Access*, std::vector<Exposure>> exposures_;
};

std::vector<NamedPort> Reacher::declared_by_any(const world::Contents& contents) {
    std::vector<NamedPort> ports;
    for (const auto& workload : contents.workloads) {
        for (const auto& port : workload.ports) ports.push_back({"", port.protocol, port.port});
    }
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    return ports;
}

// Who is reached on a port that anybody declares must listen there, as far as one knows.
bool Reacher::listens(size_t other, const PortSpan& span) const {
    if (near_ == Direction::ingress || !span.declared) return true;
    const auto& ports = contents_.workloads[other].ports;
    return std::any_of(ports.begin(), ports.end(), [&span](const NamedPort& port) {
        return port.protocol == span.protocol && port.port == span.first;
    });
}

std::vector<Group> Reacher::groups(size_t subject, const PortSpan& span, bool& of_subject) {
    const PortProtocol l4 = span.example();
    const engine::Bits near = evaluation_.allowed(near_, subject, l4);
    std::map<Reasons, std::vector<size_t>> found;
    for (size_t group = 0; group < peers_.size(); ++group) {
        if (peers_.members(group).empty()) continue;
        const size_t other = peers_.members(group).front();
        if (!near.test(evaluation_.identities().identity_of(other)) || !listens(other, span)) continue;
        const Outcome far = evaluation_.side(opposite(near_), other, subject, l4);
        if (far.verdict == Verdict::deny) continue;
        const Outcome why = evaluation_.side(near_, subject, other, l4);
        found[{why.ground, why.rule, far.ground, far.rule}].push_back(group);
    }
    std::vector<Group> groups;
    for (const auto& [reasons, peers] : found) {
        const auto& [ground, rule, far_ground, far_rule] = reasons;
        auto named = peers_.name(peers, subject);
        of_subject = of_subject || named.of_subject;
        if (named.parties.empty() && !named.others) continue;  // nobody but itself
        groups.push_back({evaluation_.why({Verdict::allow, ground, rule}),
                          evaluation_.why({Verdict::allow, far_ground, far_rule}), std::move(named.parties),
                          named.others});
    }
    std::sort(groups.begin(), groups.end());
    return groups;
}

const std::vector<Exposure>& Reacher::exposures(const Access& access) {
    const auto [found, added] = exposures_.try_emplace(&access);
    if (!added) return found->second;
    for (auto& one : exposed_peers(access)) {
        found->second.push_back({std::move(one.peers), evaluation_.why(one.why), std::move(one.but)});
    }
    return found->second;
}

Passing Reacher::pass(size_t subject, const PortSpan& span, const Access& access, bool& of_subject) {
    Passing passing{.unprotected = access.unprotected};
    passing.groups = groups(subject, span, of_subject);
    if (!passing.unprotected && !of_some(question_)) passing.exposed = exposures(access);
    return passing;
}

Reacher::Found Reacher::find(size_t subject) {
    Found found;
    for (const auto& id : evaluation_.selecting(near_, subject)) {
        found.answer.selected_by.push_back(evaluation_.describe_policy(id));
    }
    NamedPorts named;
    book_.add(near_, subject, named);
    const auto& far = book_.all(opposite(near_));
    named.add(far);
    std::map<PortKey, Passing> known;
    for (const auto& span : named.spans(question_.egress ? declared_ : contents_.workloads[subject].ports)) {
        const Access& access = accesses_.of(near_, subject, span.example());
        const bool listening = question_.egress && span.declared;
        const PortKey key{&access, access.allowed.empty() ? std::vector<size_t>() : far.around(span.example()),
                          span.protocol, listening ? span.first : 0};
        const auto [passing, added] = known.try_emplace(key);
        if (added) passing->second = pass(subject, span, access, found.of_subject);
        found.answer.ports.push_back({span, passing->second});
    }
    found.answer.ports = told(found.answer.ports);
    return found;
}

// What is said of a workload, whoever it is.
struct SaysLess {
    bool operator()(const Answer* a, const Answer* b) const {
        return std::tie(a->selected_by, a->ports) < std::tie(b->selected_by, b->ports);
    }
};

std::deque<Answer> Reacher::answers(const std::vector<size_t>& subjects, const std::string& database) {
    std::deque<Answer> answers;
    std::vector<std::vector<size_t>> members;
    std::map<const Answer*, size_t, SaysLess> known;
    std::map<size_t, size_t> of_group;
    for (const size_t subject : subjects) {
        const size_t group = peers_.group_of(subject);
        if (const auto found = of_group.find(group); found != of_group.end()) {
            members[found->second].push_back(subject);
            continue;
        }
        Found one = find(subject);
        answers.push_back(std::move(one.answer));
        const auto [place, added] = known.try_emplace(&answers.back(), members.size());
        if (added) {
            members.emplace_back();
        } else {
            answers.pop_back();
        }
        members[place->second].push_back(subject);
        if (!one.of_subject) of_group.emplace(group, place->second);
    }
    for (size_t i = 0; i < answers.size(); ++i) {
        answers[i].party = names_.together(members[i]);
        answers[i].subjects = Parties(names_.name(members[i]));
        answers[i].database = database;
    }
    return answers;
}

struct Subjects {
    std::string database;
    std::vector<size_t> workloads;
};

// Those of one database by themselves, then all others.
std::vector<Subjects> subjects_of(const world::Contents& contents, const Question& question) {
    const auto& chosen = question.egress ? question.from : question.to;
    const auto is_chosen = [&](size_t workload) {
        return chosen.empty() || std::binary_search(chosen.begin(), chosen.end(), workload);
    };
    std::vector<Subjects> subjects;
    std::set<size_t> taken;
    for (const auto& database : contents.databases) {
        for (const auto* members : {&database.instances, &database.poolers}) {
            Subjects some{database.ns + "/" + database.name, {}};
            std::copy_if(members->begin(), members->end(), std::back_inserter(some.workloads), is_chosen);
            taken.insert(some.workloads.begin(), some.workloads.end());
            if (!some.workloads.empty()) subjects.push_back(std::move(some));
        }
    }
    if (chosen.empty() && !question.all) return subjects;
    Subjects others;
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        if (is_chosen(i) && !taken.contains(i)) others.workloads.push_back(i);
    }
    if (!others.workloads.empty()) subjects.push_back(std::move(others));
    return subjects;
}

}  // namespace

bool Passing::nobody() const {
    return !unprotected && groups.empty() && std::all_of(exposed.begin(), exposed.end(), [](const Exposure& exposure) {
        return exposure.near.ground == engine::Ground::own_node && exposure.but.empty();
    });
}

ReachResult reach(const world::Contents& contents, const Policies& policies, const Question& question) {
    ReachResult report{.egress = question.egress, .of_some = of_some(question)};
    Reacher reacher(contents, policies, question);
    for (const auto& subjects : subjects_of(contents, question)) {
        auto answers = reacher.answers(subjects.workloads, subjects.database);
        std::move(answers.begin(), answers.end(), std::back_inserter(report.answers));
    }
    for (const auto& policy : policies.admitted) {
        if (policy.admission.result != AdmissionResult::accepted) report.not_in_force.push_back(policy);
    }
    report.policies = policies.admitted.size();
    report.workloads = contents.workloads.size();
    report.on_host_network = contents.on_host_network;
    for (const auto& workload : contents.workloads) report.pods += workload.pods;
    return report;
}

}  // namespace pgreach::reach
