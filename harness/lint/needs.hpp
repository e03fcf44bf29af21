#pragma once

#include <deque>
#include <string>
#include <vector>

#include "lint/cnpg_facts.hpp"
#include "lint/gap.hpp"
#include "lint/policy.hpp"
#include "lint/policy_index.hpp"
#include "lint/trial.hpp"

namespace pgreach::lint {

// Gaps that one rule would close; the first need names it.
struct Unmet {
    Gap gap;
    std::string remedy;
    std::vector<std::string> who;
    std::vector<std::string> where;         // clusters
    std::vector<std::string> consequences;  // "replicas stop following their primary, at once"

    std::string code() const;
    std::string text() const;
};

// What CloudNativePG needs of these policies and does not get. Refers to what it is given.
class Needs {
  public:
    explicit Needs(const Given& given);
    Needs(const Needs&) = delete;
    Needs& operator=(const Needs&) = delete;

    const std::vector<Unmet>& unmet() const { return unmet_; }

  private:
    void try_cluster(const ClusterFacts& cluster, bool operator_alone);
    void take(const Gap& gap);

    const Given& given_;
    PolicyIndex index_;
    Facts facts_;
    ClusterFacts any_cluster_;
    std::deque<Trial> trials_;  // gaps point into them
    std::vector<Unmet> unmet_;
};

}  // namespace pgreach::lint
