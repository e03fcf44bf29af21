#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/conclusion.hpp"
#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::verdict {

// What the positive controls of a record say: everything that is probed later was tried with nothing applied.
class Controls {
  public:
    explicit Controls(const Record& record);

    ControlState of(const std::string& participants, const Flow& flow) const;
    // Whether that check of the database worked in every control that made it.
    bool worked(const std::string& participants, const std::string& check) const;

  private:
    struct Seen {
        std::set<Flow> tried = {};
        std::set<Flow> failed = {};
        std::set<std::string> broken = {};  // checks of the database
    };
    std::map<std::string, Seen> by_participants_;
};

// One item for each control that is due; more where it failed, one for each reason. `ended_early`: the later ones are
// not missed.
std::vector<Item> judge_controls(const Record& record, const RunPlan& plan, bool ended_early);

}  // namespace pgreach::verdict
