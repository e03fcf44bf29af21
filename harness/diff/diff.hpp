#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "diff/cells.hpp"
#include "diff/times.hpp"
#include "model/record.hpp"

namespace pgreach::diff {

enum class ChangeKind : std::uint8_t {
    changed,
    appeared,  // only the later record has it
    vanished,  // only the earlier one has it
    untold,    // one of the records, or both, could not tell
};

std::string_view to_string(ChangeKind kind);  // "changed"

// One thing that is not the same: "seen" open → closed.
struct Aspect {
    std::string name;
    std::string before;
    std::string after;
    auto operator<=>(const Aspect&) const = default;
};

struct Change {
    ChangeKind kind = ChangeKind::changed;
    CellKey cell;
    std::vector<Aspect> aspects = {};  // of what changed; else what was seen, where it was
    std::string why = {};              // as the records say it
};

// One of the two records.
struct Side {
    std::string name;  // as the user knows it: the file
    std::string started;
    std::string place;  // "embedded, semantics of Cilium 1.20"
    std::vector<std::string> scenarios = {};
    size_t cells = 0;
    std::string incomplete = {};  // why it does not hold all that was planned; empty where it does
};

struct Difference {
    Side before;
    Side after;
    std::vector<Aspect> environment = {};  // what was run on: told, and no difference by itself
    std::vector<Change> changes = {};      // by cell
    std::vector<TimeDifference> times = {};
    NoiseRule rule = {};
    size_t same = 0;  // cells

    size_t count(ChangeKind kind) const;
    // Scenarios that this side has and the other one does not.
    std::vector<std::string> alone(const Side& side) const;
    // verdict/exit_code.hpp: a finding where something differs; inconclusive where some of it could not be told.
    int exit() const;
};

struct NamedRecord {
    std::string name;
    const Record& record;
};

// What differs between two records of any kind. A cell that one of them could not tell is no difference, nor is what
// an interrupted run did not come to. Fails (input), with the reason, where they have nothing to be compared by.
Result<Difference> compare(const NamedRecord& before, const NamedRecord& after, const NoiseRule& rule = {});

// What is not the same of one cell in two records; that it could not be told is no aspect.
std::vector<Aspect> aspects_of(CellKind kind, const Cell& before, const Cell& after);

}  // namespace pgreach::diff
