#include "reach/pairing.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace pgreach::reach {
namespace {

using world::Contents;
using world::Owner;

// What controllers write on their pods and change with each of them, or with each change of the template.
constexpr std::array<std::string_view, 10> changing = {"pod-template-hash",
                                                       "controller-revision-hash",
                                                       "pod-template-generation",
                                                       "controller-uid",
                                                       "job-name",
                                                       "batch.kubernetes.io/controller-uid",
                                                       "batch.kubernetes.io/job-name",
                                                       "statefulset.kubernetes.io/pod-name",
                                                       "apps.kubernetes.io/pod-index",
                                                       "batch.kubernetes.io/job-completion-index"};

Labels lasting_labels(const Contents& contents, size_t workload) {
    Labels labels = contents.world.endpoints[workload].labels;
    std::erase_if(labels, [](const auto& label) {
        return std::find(changing.begin(), changing.end(), label.first) != changing.end();
    });
    return labels;
}

// The workloads of one owner in both versions, as far as they are not paired yet.
class Siblings {
  public:
    std::vector<size_t> before;
    std::vector<size_t> after;

    // Those of which `key` says the same.
    template <typename Key>
    void pair_by(const Key& key_before, const Key& key_after, std::vector<PairedWorkload>& paired) {
        std::vector<size_t> rest;
        for (const size_t old : before) {
            const auto same =
                std::find_if(after.begin(), after.end(), [&](size_t one) { return key_after(one) == key_before(old); });
            if (same == after.end()) {
                rest.push_back(old);
                continue;
            }
            paired.push_back({old, *same});
            after.erase(same);
        }
        before = std::move(rest);
    }
    void pair_last(std::vector<PairedWorkload>& paired) {
        if (before.size() == 1 && after.size() == 1) {
            paired.push_back({before.front(), after.front()});
            return;
        }
        for (const size_t old : before) paired.push_back({old, std::nullopt});
        for (const size_t one : after) paired.push_back({std::nullopt, one});
    }
};

}  // namespace

std::vector<PairedWorkload> pair_workloads(const Contents& before, const Contents& after) {
    std::map<Owner, Siblings> by_owner;
    for (size_t i = 0; i < before.workloads.size(); ++i) by_owner[before.workloads[i].owner].before.push_back(i);
    for (size_t i = 0; i < after.workloads.size(); ++i) by_owner[after.workloads[i].owner].after.push_back(i);
    using Key = std::function<std::pair<Labels, std::string>(size_t)>;
    const auto labels_of = [](const Contents& contents) -> Key {
        return [&contents](size_t one) { return std::pair(lasting_labels(contents, one), std::string()); };
    };
    const auto name_of = [](const Contents& contents) -> Key {
        return [&contents](size_t one) { return std::pair(Labels(), contents.name(one)); };
    };
    std::vector<PairedWorkload> paired;
    for (auto& [owner, siblings] : by_owner) {
        siblings.pair_by(labels_of(before), labels_of(after), paired);
        siblings.pair_by(name_of(before), name_of(after), paired);
        siblings.pair_last(paired);
    }
    const auto name = [&](const PairedWorkload& one) {
        return one.after ? after.name(*one.after) : before.name(*one.before);
    };
    std::stable_sort(paired.begin(), paired.end(), [&](const auto& a, const auto& b) { return name(a) < name(b); });
    return paired;
}

}  // namespace pgreach::reach
