#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "reach/answers.hpp"

namespace pgreach::reach {

// Many parties that stand in several places of an answer: told once, as "list 3", whose members stand at its end.
class Lists {
  public:
    explicit Lists(const ReachResult& result);

    // From 1; 0 for parties that are told where they stand.
    size_t number_of(const Parties& parties) const;
    const std::vector<Parties>& all() const { return all_; }

  private:
    void see(const Parties& parties, size_t times);
    void give_number(const Parties& parties);

    std::vector<Parties> all_;  // in the order in which they are first named
    std::map<const std::vector<Party>*, size_t> numbers_;
    std::map<const std::vector<Party>*, size_t> seen_;
};

// "list 3"
std::string list_name(size_t number);
// "list 3, 120 workloads, 480 pods"
std::string describe_list(size_t number, const Parties& parties);

}  // namespace pgreach::reach
