#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/rule.hpp"

namespace pgreach::lint {

// Finds, among very many rules, the peers that might cover a given one: only what shares a label or a block with it,
// or asks for nothing. Refers to what it is given.
class PeerIndex {
  public:
    struct Entry {
        size_t rule;
        const engine::Peer* peer;
    };

    // Rules are added in their order.
    void add(const engine::Rule& rule, const Entry& entry);
    // The first of those that may be wider than the peer of that rule, in the order of rules, that is `wanted`.
    std::optional<Entry> first(const engine::Rule& rule, const engine::Peer& peer,
                               const std::function<bool(const Entry&)>& wanted) const;

  private:
    std::unordered_map<std::string, std::vector<Entry>> entries_;
};

}  // namespace pgreach::lint
