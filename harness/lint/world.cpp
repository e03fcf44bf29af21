#include <algorithm>
#include <set>
#include <utility>

#include "engine/identities.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {
namespace {

using engine::Identities;
using engine::Selector;

bool selects_a_pod(const Identities& identities, const Selector& selector) {
    for (size_t i = 0; i < identities.size(); ++i) {
        if (identities.is_pod(i) && selector.matches(identities.labels(i))) return true;
    }
    return false;
}

// Nodes, the world and the like are not all in a world that tells of pods.
bool may_match_pods(const Selector& selector) {
    return !selector.asks_for_prefix("reserved", "") && !selector.asks_for_prefix("cidr", "") &&
           !contradictory(selector);
}

// As the author wrote it, with the namespace that is implied.
std::string text_of(const std::string& written, const Selector& selector) {
    const std::string ns = the_value(selector, engine::namespace_key);
    if (ns.empty() || written.find(std::string(engine::namespace_key) + "=") != std::string::npos) return written;
    return written == "everything" ? "namespace " + ns : written + ", namespace " + ns;
}

}  // namespace

void check_world(const Given& given, Diagnostics& found) {
    if (!given.options.world) return;
    const Identities identities(*given.options.world, given.options.cilium);
    std::set<const yaml::Node*> said;  // a subject that several rules share
    const auto warn = [&](const PlacedRule& placed, Mark mark, const std::string& whom) {
        found.push_back(warning(*placed.policy, mark, code::selects_nothing,
                                "no pod of the given world matches: " + whom,
                                "compare with 'kubectl get pods --show-labels'; names and values are case-sensitive"));
    };
    for (const auto& placed : given.rules) {
        const Selector& subject = placed.rule->subject;
        if (placed.rule->for_nodes || placed.has_variables || contradictory(subject)) continue;
        if (!selects_a_pod(identities, subject)) {
            const yaml::Node* written = placed.subject();
            if (written == nullptr || !said.insert(written).second) continue;
            warn(placed, placed.subject_mark(), text_of(to_text(engine::parse_selector(*written, "any")), subject));
            continue;
        }
        for (const auto& peer : placed.rule->peers) {
            const auto* selector = pods_of(placed, peer);
            if (selector == nullptr || !may_match_pods(*selector) || selects_a_pod(identities, *selector)) continue;
            warn(placed, peer.mark, text_of(peer.text, *selector));
        }
    }
}

}  // namespace pgreach::lint
