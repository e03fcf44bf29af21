#include "reach/answers.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "reach/exposure.hpp"
#include "reach/parties.hpp"

namespace pgreach::reach {
namespace {

using engine::Direction;
using engine::Outcome;
using engine::PortProtocol;

// So few are named one by one even where they are nearly all.
constexpr size_t few = 8;

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
          unnamed_port_(unnamed_port(policies.rules)) {}

    Answer answer(size_t subject);
    // Answers of one owner that are the same are one.
    void merge(std::vector<Answer>& answers, const std::vector<size_t>& subjects) const;

  private:
    using Reasons = std::tuple<engine::Ground, std::uint32_t, engine::Ground, std::uint32_t>;

    std::vector<NamedPort> ports_of(size_t subject) const;
    std::vector<Group> groups(size_t subject, const PortProtocol& l4, bool declared) const;
    Group group(size_t subject, const Reasons& reasons, const std::vector<size_t>& found) const;
    bool is_asked_about(size_t other, size_t subject, const PortProtocol& l4, bool declared) const;
    const std::vector<size_t>& peers_asked_about() const { return question_.egress ? question_.to : question_.from; }
    // A pod reaches itself without any policy being asked.
    bool is_itself(size_t other, size_t subject) const {
        return other == subject && contents_.workloads[other].pods <= 1;
    }
    bool asked_of_all() const { return peers_asked_about().empty(); }
    const Evaluation& evaluation() const { return exposures_.evaluation(); }

    const world::Contents& contents_;
    const Question& question_;
    Direction near_;
    PartyNames names_;
    Exposures exposures_;
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
bool Reacher::is_asked_about(size_t other, size_t subject, const PortProtocol& l4, bool declared) const {
    if (is_itself(other, subject)) return false;
    if (near_ == Direction::ingress || !declared) return true;
    const auto& ports = contents_.workloads[other].ports;
    return std::any_of(ports.begin(), ports.end(),
                       [&l4](const NamedPort& port) { return port.port == l4.port && port.protocol == l4.protocol; });
}

Group Reacher::group(size_t subject, const Reasons& reasons, const std::vector<size_t>& found) const {
    const auto& [near, near_rule, far, far_rule] = reasons;
    Group group{evaluation().why({Verdict::allow, near, near_rule}), evaluation().why({Verdict::allow, far, far_rule})};
    const size_t all = contents_.workloads.size();
    group.others = asked_of_all() && found.size() > few && found.size() > all - found.size();
    if (!group.others) {
        group.parties = names_.name(found, subject);
        return group;
    }
    std::vector<size_t> missing;
    for (size_t i = 0, next = 0; i < all; ++i) {
        if (next < found.size() && found[next] == i) {
            ++next;
        } else if (!is_itself(i, subject)) {
            missing.push_back(i);
        }
    }
    group.parties = names_.name(missing, subject);
    return group;
}

std::vector<Group> Reacher::groups(size_t subject, const PortProtocol& l4, bool declared) const {
    const auto& peers = peers_asked_about();
    const engine::Bits near = evaluation().allowed(near_, subject, l4);
    std::map<Reasons, std::vector<size_t>> found;
    const auto look_at = [&](size_t other) {
        if (!near.test(evaluation().identities().identity_of(other))) return;
        if (!is_asked_about(other, subject, l4, declared)) return;
        const Outcome far = evaluation().side(opposite(near_), other, subject, l4);
        if (far.verdict == Verdict::deny) return;
        const Outcome why = evaluation().side(near_, subject, other, l4);
        found[{why.ground, why.rule, far.ground, far.rule}].push_back(other);
    };
    if (peers.empty()) {
        for (size_t other = 0; other < contents_.workloads.size(); ++other) look_at(other);
    } else {
        for (const size_t other : peers) look_at(other);
    }
    std::vector<Group> groups;
    for (const auto& [reasons, workloads] : found) groups.push_back(group(subject, reasons, workloads));
    std::sort(groups.begin(), groups.end());
    return groups;
}

Answer Reacher::answer(size_t subject) {
    Answer answer{.party = names_.name({subject}).front(), .selected_by = {}, .ports = {}};
    for (const auto& id : evaluation().selecting(near_, subject)) {
        const auto file = evaluation().policies().files.find(id);
        answer.selected_by.push_back(describe(id) + " (" + file->second->name + ")");
    }
    for (const auto& port : ports_of(subject)) {
        PortAnswer found{.protocol = port.protocol, .port = port.port, .name = port.name, .groups = {}, .exposed = {}};
        const PortProtocol l4{port.protocol, port.port == 0 ? unnamed_port_ : port.port};
        found.unprotected = evaluation().is_open(near_, subject);
        found.groups = groups(subject, l4, port.port != 0);
        if (!found.unprotected) found.exposed = exposures_.of(subject, l4);
        answer.ports.push_back(std::move(found));
    }
    return answer;
}

void Reacher::merge(std::vector<Answer>& answers, const std::vector<size_t>& subjects) const {
    std::vector<Answer> merged;
    std::vector<std::vector<size_t>> members;
    for (size_t i = 0; i < answers.size(); ++i) {
        size_t same = 0;
        const auto& owner = contents_.workloads[subjects[i]].owner;
        while (same < merged.size() &&
               !(contents_.workloads[members[same][0]].owner == owner && merged[same].ports == answers[i].ports &&
                 merged[same].selected_by == answers[i].selected_by)) {
            ++same;
        }
        if (same == merged.size()) {
            merged.push_back(std::move(answers[i]));
            members.emplace_back();
        }
        members[same].push_back(subjects[i]);
    }
    for (size_t i = 0; i < merged.size(); ++i) {
        const auto parties = names_.name(members[i]);
        merged[i].party = parties.front();
        for (size_t k = 1; k < parties.size(); ++k) {
            merged[i].party.name += ", " + parties[k].name;
            merged[i].party.text += ", " + parties[k].name;
            merged[i].party.pods += parties[k].pods;
        }
    }
    answers = std::move(merged);
}

struct Subjects {
    std::string database;
    std::vector<size_t> workloads;
};

// Each group is merged by itself, so that merging stays quick.
std::vector<Subjects> subjects_of(const world::Contents& contents, const Question& question) {
    const auto& chosen = question.egress ? question.from : question.to;
    const auto is_chosen = [&](size_t workload) {
        return chosen.empty() || std::find(chosen.begin(), chosen.end(), workload) != chosen.end();
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
    std::map<world::Owner, size_t> known;
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        if (!is_chosen(i) || taken.contains(i)) continue;
        const auto [found, added] = known.try_emplace(contents.workloads[i].owner, subjects.size());
        if (added) subjects.push_back({});
        subjects[found->second].workloads.push_back(i);
    }
    return subjects;
}

}  // namespace

ReachResult reach(const world::Contents& contents, const Policies& policies, const Question& question) {
    ReachResult report{.egress = question.egress};
    Reacher reacher(contents, policies, question);
    for (const auto& subjects : subjects_of(contents, question)) {
        std::vector<Answer> answers;
        for (const size_t subject : subjects.workloads) {
            answers.push_back(reacher.answer(subject));
            answers.back().database = subjects.database;
        }
        reacher.merge(answers, subjects.workloads);
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
