#include <algorithm>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/gap.hpp"
#include "lint/trial.hpp"

namespace pgreach::lint {
namespace {

using cnpg::Party;
using engine::Direction;

// Gaps that one rule would close are one warning: the first need gives its code.
struct Warning {
    Gap gap;
    std::string remedy;
    std::vector<std::string> who;
    std::vector<std::string> where;         // clusters
    std::vector<std::string> consequences;  // "replicas stop following their primary, at once"
};

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

class Needs {
  public:
    explicit Needs(const Given& given) : given_(given), index_(given), facts_(find_facts(given)) {}

    std::vector<Warning> warnings();

  private:
    void try_cluster(const ClusterFacts& cluster, bool operator_alone);
    void take(const Gap& gap);

    const Given& given_;
    PolicyIndex index_;
    Facts facts_;
    std::deque<Trial> trials_;  // gaps point into them
    std::vector<Warning> warnings_;
};

void Needs::take(const Gap& gap) {
    const std::string remedy = remedy_for(given_, gap);
    auto known = std::find_if(warnings_.begin(), warnings_.end(), [&](const Warning& warning) {
        return warning.gap.by->policy == gap.by->policy && warning.gap.direction == gap.direction &&
               warning.remedy == remedy && warning.gap.by_address_only == gap.by_address_only;
    });
    if (known == warnings_.end()) known = warnings_.insert(known, {gap, remedy, {}, {}, {}});
    Warning& warning = *known;
    const bool inward = gap.direction == Direction::ingress;
    add_once(warning.who, (inward ? gap.peer : gap.subject)->text);
    if (!names_no_cluster(*gap.need)) add_once(warning.where, gap.cluster->text());
    add_once(warning.consequences, cnpg::consequence(*gap.need));
}

void Needs::try_cluster(const ClusterFacts& cluster, bool operator_alone) {
    const Trial& trial = trials_.emplace_back(given_, index_, facts_, cluster);
    for (const auto& gap : trial.gaps()) {
        if (!operator_alone || is_of_operator(gap.subject_party)) take(gap);
    }
}

std::vector<Warning> Needs::warnings() {
    static const ClusterFacts any_cluster;
    for (const auto& cluster : facts_.clusters) try_cluster(cluster, false);
    if (facts_.clusters.empty() && facts_.operator_home) try_cluster(any_cluster, true);
    return std::move(warnings_);
}

std::string port_text(const Gap& gap) {
    const int port = gap.need->port != 0 ? gap.need->port : gap.peer->address.port;
    return port == 0 ? "" : " on " + std::to_string(port);
}

std::string text_of(const Warning& warning) {
    const Gap& gap = warning.gap;
    if (gap.by_address_only) {
        return "under the egress rules of this policy " + enumerate(warning.who) +
               " reach the API server by a block of addresses only (" + join(warning.where, "; ") +
               "), and where it runs on a node of the cluster, no block matches it (unless policy-cidr-match-mode is "
               "nodes): " +
               join(warning.consequences, "; ");
    }
    const bool inward = gap.direction == Direction::ingress;
    const bool each_other = gap.need->from == gap.need->to;
    const std::string whom = each_other ? "each other" : (inward ? gap.subject : gap.peer)->text;
    const std::string where = warning.where.empty() ? "" : " (" + join(warning.where, "; ") + ")";
    return std::string("under the ") + (inward ? "ingress" : "egress") + " rules of this policy " +
           enumerate(warning.who) + " cannot reach " + whom + port_text(gap) + where +
           ", and no other policy lets this pass: " + join(warning.consequences, "; ");
}

}  // namespace

void check_needs(const Given& given, Diagnostics& found) {
    Needs needs(given);
    for (const auto& unmet : needs.warnings()) {
        const Gap& gap = unmet.gap;
        const std::string code =
            gap.by_address_only ? code::api_server_by_address : std::string(gap.need->name) + "-closed";
        found.push_back(warning(*gap.by->policy, gap.by->subject_mark(), code.c_str(), text_of(unmet), unmet.remedy));
    }
}

}  // namespace pgreach::lint
