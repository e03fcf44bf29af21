#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "reach/policies.hpp"
#include "world/contents.hpp"

namespace pgreach::reach {

// A small cluster that nobody made by hand: deployments with few labels in few namespaces, and policies of all three
// kinds that select them, allow and deny by labels, namespaces, entities and blocks, on numbers and names of ports. The
// same number makes the same.
class RandomWorld {
  public:
    explicit RandomWorld(std::uint32_t number) : random_(number) {}

    std::string objects();
    // Pods without an owner, each with labels of its own beside those that policies select.
    std::string pods(size_t count);
    std::string policies();
    // One more policy, by itself.
    std::string policy(int number);

  private:
    size_t below(size_t most) { return std::uniform_int_distribution<size_t>(0, most - 1)(random_); }
    bool maybe(double chance) { return std::bernoulli_distribution(chance)(random_); }
    std::string pick(const std::vector<std::string>& words) { return words[below(words.size())]; }
    std::string labels();
    std::string selector();
    std::string peers(const std::string& field);
    std::string rule(bool ingress, bool deny);
    std::string network_policy(const std::string& head);

    std::mt19937 random_;
};

world::Contents contents_of(const std::string& text);
Policies policies_of(const world::Contents& contents);

}  // namespace pgreach::reach
