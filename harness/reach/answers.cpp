#include "reach/answers.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "reach/exposure.hpp"
#include "reach/parties.hpp"
#include "reach/peer_groups.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Outcome;
using engine::PortProtocol;

constexpr int highest_port = 65535;

Direction opposite(Direction direction) {
    return direction == Direction::ingress ? Direction::egress : Direction::ingress;
}

// A port that no rule names: what is true of it is true of all such.
int unnamed_port(const std::vector<engine::Rule>& rules) {
    std::set<std::pair<int, int>> named;
    for (const auto& rule : rules) {
        for (const auto& range : rule.ports) {
            if (range.from != 0) named.insert({range.from, std::max(range.from, range.to)});
        }
    }
    const auto is_named = [&named](int port) {
        return std::any_of(named.begin(), named.end(),
                           [port](const auto& range) { return range.first <= port && port <= range.second; });
    };
    int port = highest_port;
    while (port > 1 && is_named(port)) --port;
    return port;
}

class Reacher {
  public:
    Reacher(const world::Contents& contents, const Policies& policies, const Question& question)
        : contents_(contents),
          question_(question),
          near_(question.egress ? Direction::egress : Direction::ingress),
          names_(contents),
          exposures_(contents, policies, near_),
          peers_(contents, exposures_.evaluation(), names_, question.egress ? question.to : question.from),
          unnamed_port_(unnamed_port(policies.rules)) {}

    // Those that are the same are one, in the order of the first.
    std::deque<Answer> answers(const std::vector<size_t>& subjects, const std::string& database);

  private:
    using Reasons = std::tuple<engine::Ground, std::uint32_t, engine::Ground, std::uint32_t>;
    // Of a workload, without its name. The others of its group have the same, unless it is `of_subject` alone.
    struct Found {
        Answer answer;
        bool of_subject = false;
    };

    Found find(size_t subject);
    std::vector<NamedPort> ports_of(size_t subject) const;
    std::vector<Group> groups(size_t subject, const PortProtocol& l4, bool declared, bool& of_subject);
    bool listens(size_t other, const PortProtocol& l4, bool declared) const;
    const Evaluation& evaluation() const { return exposures_.evaluation(); }

    const world::Contents& contents_;
    const Question& question_;
    Direction near_;
    PartyNames names_;
    Exposures exposures_;
    PeerGroups peers_;
    int unnamed_port_;
};

std::vector<NamedPort> Reacher::ports_of(size_t subject) const {
    std::vector<NamedPort> ports;
    for (const auto& port : question_.ports) ports.push_back({"", port.protocol, port.port});
    if (!ports.empty()) return ports;
    if (near_ == Direction::ingress) {
        ports = contents_.workloads[subject].ports;
    } else {
        for (const auto& workload : contents_.workloads) {
            for (const auto& port : workload.ports) ports.push_back({"", port.protocol, port.port});
        }
    }
    if (ports.empty()) ports.push_back({"", Protocol::tcp, 0});
    std::sort(ports.begin(), ports.end(), [](const NamedPort& a, const NamedPort& b) {
        return std::tie(a.port, a.protocol, a.name) < std::tie(b.port, b.protocol, b.name);
    });
    const auto same = [](const NamedPort& a, const NamedPort& b) {
        return a.port == b.port && a.protocol == b.protocol;
    };
    ports.erase(std::unique(ports.begin(), ports.end(), same), ports.end());
    return ports;
}

// Who is reached must listen on the port, as far as one knows.
bool Reacher::listens(size_t other, const PortProtocol& l4, bool declared) const {
    if (near_ == Direction::ingress || !declared) return true;
    const auto& ports = contents_.workloads[other].ports;
    return std::any_of(ports.begin(), ports.end(),
                       [&l4](const NamedPort& port) { return port.port == l4.port && port.protocol == l4.protocol; });
}

std::vector<Group> Reacher::groups(size_t subject, const PortProtocol& l4, bool declared, bool& of_subject) {
    const engine::Bits near = evaluation().allowed(near_, subject, l4);
    std::map<Reasons, std::vector<size_t>> found;
    for (size_t group = 0; group < peers_.size(); ++group) {
        if (peers_.members(group).empty()) continue;
        const size_t other = peers_.members(group).front();
        if (!near.test(evaluation().identities().identity_of(other)) || !listens(other, l4, declared)) continue;
        const Outcome far = evaluation().side(opposite(near_), other, subject, l4);
        if (far.verdict == Verdict::deny) continue;
        const Outcome why = evaluation().side(near_, subject, other, l4);
        found[{why.ground, why.rule, far.ground, far.rule}].push_back(group);
    }
    std::vector<Group> groups;
    for (const auto& [reasons, peers] : found) {
        const auto& [ground, rule, far_ground, far_rule] = reasons;
        auto named = peers_.name(peers, subject);
        of_subject = of_subject || named.of_subject;
        if (named.parties.empty() && !named.others) continue;  // nobody but itself
        groups.push_back({evaluation().why({Verdict::allow, ground, rule}),
                          evaluation().why({Verdict::allow, far_ground, far_rule}), std::move(named.parties),
                          named.others});
    }
    std::sort(groups.begin(), groups.end());
    return groups;
}

Reacher::Found Reacher::find(size_t subject) {
    Found found;
    for (const auto& id : evaluation().selecting(near_, subject)) {
        const auto file = evaluation().policies().files.find(id);
        found.answer.selected_by.push_back(describe(id) + " (" + file->second->name + ")");
    }
    for (const auto& port : ports_of(subject)) {
        PortAnswer one{.protocol = port.protocol, .port = port.port, .name = port.name, .groups = {}, .exposed = {}};
        const PortProtocol l4{port.protocol, port.port == 0 ? unnamed_port_ : port.port};
        one.unprotected = evaluation().is_open(near_, subject);
        one.groups = groups(subject, l4, port.port != 0, found.of_subject);
        if (!one.unprotected) one.exposed = exposures_.of(subject, l4);
        found.answer.ports.push_back(std::move(one));
    }
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

ReachResult reach(const world::Contents& contents, const Policies& policies, const Question& question) {
    ReachResult report{.egress = question.egress};
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
