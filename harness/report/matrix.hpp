#pragma once

#include <string>
#include <vector>

#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// One line of a matrix: the peers whose cells are all the same, and the cells, one for each column.
struct MatrixRow {
    std::vector<std::string> peers;
    std::vector<const verdict::Item*> cells;  // of flows; null where nobody probes itself
};

// A port of a target.
struct MatrixColumn {
    std::string target;
    int port = 0;
    Protocol protocol = Protocol::tcp;
    bool operator==(const MatrixColumn&) const = default;
};

// What was seen in one step of a scenario: peers down, targets and their ports across.
struct Matrix {
    std::vector<MatrixColumn> columns;  // those of one target beside each other
    std::vector<MatrixRow> rows;        // in the order of the plan
};

// With `grouped`, peers that see the same everywhere share a row; an instance keeps its own, for it has a gap.
Matrix make_matrix(const verdict::ScenarioVerdict& scenario, const std::string& step, bool grouped);

// "open", "-" for closed, "?" for unclear, followed by what makes it remarkable: "*" known defect, "!" docs-defect,
// "~" stale-defect, "!!" deviation.
std::string cell_text(const verdict::Item& flow);

// The matrix as lines, indented by four.
std::string to_text(const Matrix& matrix);

// What the signs of a cell mean.
extern const char* const legend;

}  // namespace pgreach::report
