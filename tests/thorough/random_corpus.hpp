#pragma once

#include <random>
#include <string>
#include <vector>

#include "thorough/follow.hpp"

namespace pgreach::lint {

// Policies and objects by chance, about few pods, so that rules meet, cover and close each other often.
class RandomCorpus {
  public:
    explicit RandomCorpus(unsigned seed) : random_(seed) {}

    Corpus make();
    // Everybody that such policies may be about: in each of these namespaces applications and a cluster.
    static World world(const std::vector<std::string>& namespaces, const std::string& cluster);

  private:
    int number(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
    bool chance(int one_in) { return number(one_in) == 0; }
    const std::string& one_of(const std::vector<std::string>& values) {
        return values[static_cast<size_t>(number(static_cast<int>(values.size())))];
    }
    std::string cilium_policy(int number);
    std::string network_policy(int number);
    std::string rules(const std::string& section, const std::string& side);

    std::mt19937 random_;
};

}  // namespace pgreach::lint
