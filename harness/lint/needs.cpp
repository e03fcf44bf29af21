#include "lint/needs.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using engine::Direction;

void add_once(std::vector<std::string>& texts, std::string text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
}

bool is_of_operator(Party party) {
    return party == Party::controller || party == Party::plugin;
}

// It is about the operator alone, whatever clusters there are.
bool names_no_cluster(const cnpg::Need& need) {
    const auto known = [](Party party) {
        return is_of_operator(party) || party == Party::api_server || party == Party::dns;
    };
    return known(need.from) && known(need.to);
}

std::string port_text(const Gap& gap) {
    const int port = gap.need->port != 0 ? gap.need->port : gap.peer->address.port;
    return port == 0 ? "" : " on " + std::to_string(port);
}

const std::string& whom(const Gap& gap) {
    return (gap.direction == Direction::ingress ? gap.subject : gap.peer)->text;
}

// A rule to add names the flows that it is for; to leave a flow out of a deny rule is said of each alike.
bool is_same_flow(const Gap& one, const Gap& other) {
    return one.denied == other.denied &&
           (!one.denied || (whom(one) == whom(other) && port_text(one) == port_text(other)));
}

}  // namespace

Needs::Needs(const Given& given) : given_(given), index_(given), facts_(find_facts(given)) {
    for (const auto& cluster : facts_.clusters) try_cluster(cluster, false);
    if (facts_.clusters.empty() && facts_.operator_home) try_cluster(any_cluster_, true);
}

void Needs::try_cluster(const ClusterFacts& cluster, bool operator_alone) {
    const Trial& trial = trials_.emplace_back(given_, index_, facts_, cluster);
    for (const auto& gap : trial.gaps()) {
        if (gap.by == nullptr) continue;  // a finding is about a policy
        if (!operator_alone || is_of_operator(gap.subject_party)) take(gap);
    }
}

void Needs::take(const Gap& gap) {
    const std::string remedy = remedy_for(given_, gap);
    auto known = std::find_if(unmet_.begin(), unmet_.end(), [&](const Unmet& unmet) {
        return unmet.gap.by->policy == gap.by->policy && unmet.gap.direction == gap.direction &&
               unmet.remedy == remedy && unmet.gap.by_address_only == gap.by_address_only &&
               is_same_flow(unmet.gap, gap);
    });
    if (known == unmet_.end()) known = unmet_.insert(known, {gap, remedy, {}, {}, {}});
    add_once(known->who, (gap.direction == Direction::ingress ? gap.peer : gap.subject)->text);
    if (!names_no_cluster(*gap.need)) add_once(known->where, gap.cluster->text());
    add_once(known->consequences, cnpg::consequence(*gap.need));
}

std::string Unmet::code() const {
    return gap.by_address_only ? code::api_server_by_address : std::string(gap.need->name) + "-closed";
}

std::string Unmet::text() const {
    const std::string what_breaks = join(consequences, "; ");
    if (gap.by_address_only) {
        return "under the egress rules of this policy " + enumerate(who) +
               " reach the API server by a block of addresses only (" + join(where, "; ") +
               "), and where it runs on a node of the cluster, no block matches it (unless policy-cidr-match-mode is "
               "nodes): " +
               what_breaks;
    }
    const bool inward = gap.direction == Direction::ingress;
    const bool each_other = gap.need->from == gap.need->to;
    const std::string reached = each_other ? "each other" : whom(gap);
    const std::string clusters = where.empty() ? "" : " (" + join(where, "; ") + ")";
    return std::string("under the ") + (inward ? "ingress" : "egress") + " rules of this policy " + enumerate(who) +
           " cannot reach " + reached + port_text(gap) + clusters +
           ", and no other policy lets this pass: " + what_breaks;
}

void check_needs(const Given& given, Diagnostics& found) {
    const Needs needs(given);
    for (const auto& unmet : needs.unmet()) {
        const Gap& gap = unmet.gap;
        found.push_back(
            warning(*gap.by->policy, gap.by->subject_mark(), unmet.code().c_str(), unmet.text(), unmet.remedy));
    }
}

}  // namespace pgreach::lint
