#include <map>
#include <tuple>

#include "engine/ruleset.hpp"

namespace pgreach::engine {
namespace {

// Groups of small numbers that are split again and again.
class Partition {
  public:
    explicit Partition(std::vector<size_t> group_of) : group_of_(std::move(group_of)) {
        for (const size_t group : group_of_) {
            if (group >= sizes_.size()) sizes_.resize(group + 1);
            ++sizes_[group];
        }
        inside_.resize(sizes_.size());
        becomes_.resize(sizes_.size());
    }

    // Each group into those of `some` and the others.
    void split(const Bits& some);
    std::vector<size_t> take() { return std::move(group_of_); }

  private:
    template <typename Visitor>
    void visit(const Bits& some, const Visitor& visitor) const {
        some.for_each([&](size_t i) {
            if (i < group_of_.size()) visitor(i);
        });
    }

    std::vector<size_t> group_of_;
    std::vector<size_t> sizes_;
    std::vector<size_t> inside_;   // how many of `some` each has; zeros between splits
    std::vector<size_t> becomes_;  // what they are a group of afterwards
};

void Partition::split(const Bits& some) {
    std::vector<size_t> touched;
    visit(some, [&](size_t i) {
        if (inside_[group_of_[i]]++ == 0) touched.push_back(group_of_[i]);
    });
    for (const size_t group : touched) {
        const size_t inside = inside_[group];
        inside_[group] = 0;
        becomes_[group] = group;
        if (inside == sizes_[group]) continue;
        becomes_[group] = sizes_.size();
        sizes_[group] -= inside;
        sizes_.push_back(inside);
        inside_.push_back(0);
        becomes_.push_back(0);
    }
    visit(some, [&](size_t i) { group_of_[i] = becomes_[group_of_[i]]; });
}

}  // namespace

std::vector<size_t> Ruleset::alike() const {
    using Rules = std::vector<std::uint32_t>;
    using Key = std::tuple<Rules, Rules, Posture, Posture, bool, bool, std::vector<NamedPort>>;
    std::map<Key, size_t> known;
    std::vector<size_t> group_of;
    for (size_t i = 0; i < identities_.size(); ++i) {
        const Side& in = sides_[0][i];
        const Side& out = sides_[1][i];
        Key key{in.rules,
                out.rules,
                in.posture,
                out.posture,
                identities_.is_own_node(i),
                identities_.is_enforced(i),
                identities_.named_ports(i)};
        group_of.push_back(known.try_emplace(std::move(key), known.size()).first->second);
    }
    Partition partition(std::move(group_of));
    for (const auto& rule : compiled_) {
        partition.split(rule.by_labels);
        partition.split(rule.others);
        if (rule.required) partition.split(*rule.required);
    }
    return partition.take();
}

}  // namespace pgreach::engine
