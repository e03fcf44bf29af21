#pragma once

#include <random>
#include <string>
#include <vector>

#include "engine/policy_set.hpp"
#include "manifest/manifest.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// Worlds and policies by chance: few labels and namespaces, so that selectors and endpoints meet often.
class RandomWorld {
  public:
    explicit RandomWorld(unsigned seed) : random_(seed) {}

    World world();
    // A policy that the agent takes. `deny`: with rules of that kind only; `default_deny` is said in so many words.
    enum class Rules { allow, deny };
    manifest::Manifest policy(Rules rules, bool default_deny);
    manifest::Manifest policy();  // any of these
    std::vector<manifest::Manifest> policies(size_t most);

    // From 0 to below `end`.
    int number(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
    bool chance(int one_in) { return number(one_in) == 0; }

  private:
    const std::string& one_of(const std::vector<std::string>& values) {
        return values[static_cast<size_t>(number(static_cast<int>(values.size())))];
    }
    std::string selector();
    std::string peers(const std::string& side);
    std::string ports();
    std::string rule(const std::string& side);

    std::mt19937 random_;
    int made_ = 0;
};

// In the order given.
PolicySet in_force(const std::vector<manifest::Manifest>& policies,
                   EnforcementMode mode = EnforcementMode::default_mode);

}  // namespace pgreach::engine
