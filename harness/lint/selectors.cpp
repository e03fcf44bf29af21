#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

#include "engine/labels.hpp"
#include "lint/checks.hpp"
#include "lint/codes.hpp"
#include "lint/selector_algebra.hpp"

namespace pgreach::lint {
namespace {

using engine::Requirement;
using engine::Selector;

// Whether a pod may have a label at all, as far as policies see: the agent leaves some out of its identities.
class IdentityFilter {
  public:
    explicit IdentityFilter(const engine::Cilium& cilium) : cilium_(cilium) {}

    bool keeps(const std::string& key) {
        const auto [known, added] = known_.try_emplace(key, false);
        if (added) known->second = ask(key);
        return known->second;
    }
    const Requirement* lost(const Selector& selector);

  private:
    bool ask(const std::string& key) const {
        const Endpoint pod{.name = "pod", .ns = "default", .labels = {{key, "value"}}};
        return engine::identity_labels(pod, World{}, cilium_).find({"k8s", key}) != nullptr;
    }

    const engine::Cilium& cilium_;
    std::unordered_map<std::string, bool> known_;
};

// A requirement that no pod meets, since it needs a label that is left out.
const Requirement* IdentityFilter::lost(const Selector& selector) {
    for (const auto& requirement : selector.requirements) {
        if (requirement.key.source != "any" && requirement.key.source != "k8s") continue;
        if (demands(selector, requirement.key.key) && !keeps(requirement.key.key)) return &requirement;
    }
    return nullptr;
}

std::string remedy_for_lost(const std::string& key) {
    if (key == "kubernetes.io/metadata.name") {
        return "that is a label of namespaces; for the pods of one, write io.kubernetes.pod.namespace: NAME";
    }
    return "select by another label of the pods, or have the agent keep it (its option 'labels')";
}

// Speaks of each place once, though several rules share a subject.
class Speaker {
  public:
    Speaker(const Policy& policy, IdentityFilter& filter, Diagnostics& found)
        : policy_(policy), filter_(filter), found_(found) {}

    void look_at(const Selector& selector, Mark mark, const std::string& whom);

  private:
    void warn(Mark mark, const char* code, std::string text, std::string remedy) {
        if (!said_.insert({mark.line, mark.column}).second) return;
        found_.push_back(warning(policy_, mark, code, std::move(text), std::move(remedy)));
    }

    const Policy& policy_;
    IdentityFilter& filter_;
    Diagnostics& found_;
    std::set<std::pair<int, int>> said_;
};

void Speaker::look_at(const Selector& selector, Mark mark, const std::string& whom) {
    if (contradictory(selector)) {
        warn(mark, code::contradictory_selector,
             whom + " can match nobody: it asks for " + conflict(selector) + " at once",
             "keep the requirement that is meant; different pods need selectors of their own");
    } else if (const Requirement* lost = filter_.lost(selector)) {
        const std::string& key = lost->key.key;
        warn(mark, code::ignored_label,
             whom + " can match no pod: Cilium leaves the label " + key + " out of identities", remedy_for_lost(key));
    }
}

}  // namespace

void check_selectors(const Given& given, Diagnostics& found) {
    const Policy* current = nullptr;
    IdentityFilter filter(given.options.cilium);
    std::optional<Speaker> speaker;
    for (const auto& placed : given.rules) {
        if (placed.policy != current) speaker.emplace(*(current = placed.policy), filter, found);
        speaker->look_at(placed.rule->subject, placed.subject_mark(), "this selector");
        for (const auto& peer : placed.rule->peers) {
            if (peer.text.starts_with("entity ")) continue;
            if (const auto* selector = std::get_if<Selector>(&peer.what))
                speaker->look_at(*selector, peer.mark, "this peer");
        }
    }
}

}  // namespace pgreach::lint
