#include "report/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/printable.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;

constexpr size_t name_width = 40;
constexpr size_t cell_width = 7;

template <typename T>
void add_once(std::vector<T>& list, const T& item) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

std::string mark_of(Judgement judgement) {
    switch (judgement) {
        case Judgement::conforms:
        case Judgement::inconclusive:  // the "?" says it
            return "";
        case Judgement::known_defect:
            return "*";
        case Judgement::docs_defect:
            return "!";
        case Judgement::stale_defect:
            return "~";
        case Judgement::deviation:
            return "!!";
    }
    return "";
}

bool same_cells(const MatrixRow& a, const MatrixRow& b) {
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), [](const Item* x, const Item* y) {
        if (x == nullptr || y == nullptr) return x == y;
        return cell_text(*x) == cell_text(*y);
    });
}

// The names of a row; a long list is cut, with the count of what is missing.
std::string row_name(const std::vector<std::string>& peers) {
    std::string text = printable_line(peers.front());
    for (size_t i = 1; i < peers.size(); ++i) {
        const std::string more = fmt::format(" +{}", peers.size() - i);
        if (text.size() + peers[i].size() + 2 + more.size() >= name_width) return text + more;
        text += ", " + printable_line(peers[i]);
    }
    return text;
}

std::string without_trailing_blanks(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

std::string port_text(const MatrixColumn& column) {
    return std::to_string(column.port) + (column.protocol == Protocol::tcp ? "" : "/U");
}

// How many columns the target of this one has, this one being the first of them.
size_t count_of(const Matrix& matrix, size_t first) {
    size_t end = first;
    while (end < matrix.columns.size() && matrix.columns[end].target == matrix.columns[first].target) ++end;
    return end - first;
}

// One line over all columns: `cell` gives what stands in each. Between two targets there are two blanks, more where a
// name is wider than its columns.
template <typename CellText>
std::string line_of(const Matrix& matrix, const std::string& name, const CellText& cell) {
    std::string line = "    " + fmt::format("{:<{}}", name, name_width);
    for (size_t first = 0; first < matrix.columns.size(); first += count_of(matrix, first)) {
        const size_t width = count_of(matrix, first) * cell_width + 2;
        std::string cells;
        for (size_t i = first; i < first + count_of(matrix, first); ++i) {
            cells += fmt::format("{:<{}}", cell(i), cell_width);
        }
        line += fmt::format("{:<{}}", cells, std::max(width, printable_line(matrix.columns[first].target).size() + 2));
    }
    return without_trailing_blanks(line);
}

// A target's name stands above its ports.
std::string header(const Matrix& matrix) {
    std::string targets = std::string(name_width + 4, ' ');
    for (size_t first = 0; first < matrix.columns.size(); first += count_of(matrix, first)) {
        const auto name = printable_line(matrix.columns[first].target);
        targets += fmt::format("{:<{}}", name, std::max(count_of(matrix, first) * cell_width + 2, name.size() + 2));
    }
    const auto port = [&](size_t i) { return port_text(matrix.columns[i]); };
    return without_trailing_blanks(targets) + line_of(matrix, "from", port);
}

using Cells = std::map<std::tuple<std::string, std::string, int, Protocol>, const Item*>;

MatrixRow make_row(const Cells& cells, const std::string& peer, const Matrix& matrix) {
    MatrixRow row{{peer}, {}};
    for (const auto& column : matrix.columns) {
        const auto found = cells.find({peer, column.target, column.port, column.protocol});
        row.cells.push_back(found == cells.end() ? nullptr : found->second);
    }
    return row;
}

void add_row(MatrixRow row, bool grouped, Matrix& matrix) {
    const auto same = std::find_if(matrix.rows.begin(), matrix.rows.end(),
                                   [&](const MatrixRow& other) { return same_cells(row, other); });
    if (grouped && same != matrix.rows.end()) {
        same->peers.push_back(row.peers.front());
    } else {
        matrix.rows.push_back(std::move(row));
    }
}

}  // namespace

const char* const legend =
    "open: answered  -: dropped  ?: could not tell  *: known defect  !: docs-defect  ~: stale-defect  !!: deviation\n";

std::string cell_text(const Item& flow) {
    std::string text;
    switch (flow.flow()->conclusion.observed) {
        case Observed::open:
            text = "open";
            break;
        case Observed::closed:
            text = "-";
            break;
        case Observed::unclear:
            text = "?";
            break;
    }
    return flow.judgement ? text + mark_of(*flow.judgement) : text;
}

Matrix make_matrix(const verdict::ScenarioVerdict& scenario, const std::string& step, bool grouped) {
    Matrix matrix;
    std::vector<std::string> peers;
    Cells cells;
    for (const auto& item : scenario.items) {
        if (item.kind != verdict::ItemKind::flow || item.step != step) continue;
        const Flow& flow = item.flow()->record->flow;
        add_once(matrix.columns, {flow.to, flow.port, flow.protocol});
        if (peers.empty() || peers.back() != flow.from) add_once(peers, flow.from);
        cells[{flow.from, flow.to, flow.port, flow.protocol}] = &item;
    }
    std::stable_sort(matrix.columns.begin(), matrix.columns.end(),
                     [](const MatrixColumn& a, const MatrixColumn& b) { return a.target < b.target; });
    for (const auto& peer : peers) add_row(make_row(cells, peer, matrix), grouped, matrix);
    return matrix;
}

std::string to_text(const Matrix& matrix) {
    std::string text = header(matrix);
    for (const auto& row : matrix.rows) {
        text += line_of(matrix, row_name(row.peers),
                        [&](size_t i) { return row.cells[i] == nullptr ? std::string() : cell_text(*row.cells[i]); });
    }
    return text;
}

}  // namespace pgreach::report
