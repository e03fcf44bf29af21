#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/judgement.hpp"
#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::diff {

enum class CellKind : std::uint8_t {
    policy,  // what becomes of a policy
    flow,
    health,  // a check of the database
};

// "policy", "flow", "health check"
const char* to_string(CellKind kind);

// What two records are compared by: one flow, policy or check in one step of a scenario.
struct CellKey {
    std::string scenario;  // that which is repeated, where it is a repetition
    std::string step;
    CellKind kind = CellKind::flow;
    std::string name;  // "backend → primary:5432", "CiliumNetworkPolicy default/x", "replication of replica"
    auto operator<=>(const CellKey&) const = default;
};

// What one record says of a cell, all its repetitions together.
struct Cell {
    // "open", "accepted", "working"; empty where it could not be told, not in every repetition, or where repetitions
    // contradict each other.
    std::string seen = {};
    std::map<std::string, int> counts = {};  // how often each was seen, "unclear" among them
    std::string why = {};                    // why it could not be told, or what is said of what was seen
    std::string claim = {};                  // empty where nobody claims anything
    std::string prediction = {};             // empty where nothing is predicted
    // By name, sorted: the policies that decide a flow, the unknown fields of a policy.
    std::vector<std::string> decided_by = {};
    bool all_deciders = true;  // false in records of schema v1, which name one policy of several
    std::string judgement = {};
    bool by_chance = false;  // that it is missing says nothing

    int times() const;
    // Repetitions contradict each other.
    bool unstable() const;
};

using Cells = std::map<CellKey, Cell>;

// Every judged flow, policy and check of a record. `kinds`: policies are called by kind, namespace and name, else by
// the name alone, as records of schema v1 know them.
Cells cells_of(const verdict::RunVerdict& verdict, bool kinds = true);
Cells cells_of(const Record& record, bool kinds = true);

// Whether the record knows the kinds of its policies.
bool knows_kinds(const Record& record);

}  // namespace pgreach::diff
