#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "diff/cells.hpp"
#include "model/record.hpp"

namespace pgreach::history {

// What was seen of the cells of one scenario.
using Picture = diff::Cells;

struct SeenScenario {
    // Runs that saw the same share it.
    std::shared_ptr<const Picture> picture = {};
    double duration_ms = 0;
};

// What is kept of one run.
struct Run {
    std::string key;     // of its record: the same record is kept once
    std::string series;  // runs of one series are compared with each other
    std::string started;
    std::string place;    // "embedded, semantics of Cilium 1.20"
    std::string command;  // how it was called
    int exit = 0;
    std::string incomplete = {};  // why it does not hold all that was planned
    std::map<std::string, SeenScenario> scenarios = {};
    // Medians in ms: of its steps, by the names of diff/times.hpp; of a watch, how long each change took to be
    // enforced.
    std::map<std::string, double> times = {};
};

// "embedded, semantics of Cilium 1.20", of a watch with its scenario: the series of a record, unless its user names
// one.
std::string usual_series(const Record& record);

// The SHA-256 of a text, in hexadecimal digits.
std::string digest_of(const std::string& text);

// What is kept of a record.
Run run_of(const Record& record, const std::string& series);

}  // namespace pgreach::history
