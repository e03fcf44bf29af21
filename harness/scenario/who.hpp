#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/flow.hpp"
#include "model/participants.hpp"
#include "scenario/fields.hpp"

namespace pgreach::scenario {

// A participant as some word named it, with the place of that word.
struct Named {
    std::string name;
    Mark mark;
};

// Whom the words of claims and defects mean. Complains of words that mean nobody, or nothing here.
class Who {
  public:
    Who(const Participants& participants, const std::vector<Flow>& planned, Complaints& complaints)
        : participants_(participants), planned_(planned.begin(), planned.end()), complaints_(complaints) {}

    std::vector<Named> members(const Words& words) const;
    // The same of a claim's `to`: who is no target is complained of, for nobody probes it.
    std::vector<Named> targets(const Words& words) const;
    // `port` and `ports`.
    std::vector<int> ports(Fields& fields) const;
    // Who is named a second time is complained of, and left out so that no other complaint follows from it.
    void report_duplicates(const std::string& what, const std::vector<std::vector<Named>*>& sides) const;
    // `protocol`: only that one; both where it is absent.
    std::vector<Protocol> protocols(Fields& fields) const;
    // The planned flows from these peers to these targets; a pair that is not planned (a peer to
    // itself) is left out.
    std::vector<Flow> flows(const std::vector<Named>& from, const std::vector<Named>& to, const std::vector<int>& ports,
                            const std::vector<Protocol>& protocols) const;

  private:
    void complain_of(const std::string& word, Mark mark) const;

    const Participants& participants_;
    std::set<Flow> planned_;
    Complaints& complaints_;
};

}  // namespace pgreach::scenario
