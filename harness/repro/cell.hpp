#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"
#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::repro {

// One flow in one step of a record, with what it means. Refers to the record and its verdict.
struct Cell {
    const ScenarioRecord* scenario = nullptr;
    size_t step = 0;
    const FlowRecord* flow = nullptr;
    const verdict::Item* item = nullptr;
};

// The cell of a name as the page of a run gives it: SCENARIO/STEP/PEER/TARGET:PORT, "%2F" being a slash within a name;
// without STEP where the scenario has one only. Fails (usage) with what there is instead.
Result<Cell> find_cell(const verdict::RunVerdict& verdict, const std::string& name);

}  // namespace pgreach::repro
