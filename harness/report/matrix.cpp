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

std::string header(const Matrix& matrix) {
    std::string targets = std::string(name_width + 4, ' ');
    std::string ports = "    " + fmt::format("{:<{}}", "from", name_width);
    for (const auto& target : matrix.targets) {
        targets += fmt::format("{:<{}}", printable_line(target), cell_width * matrix.ports.size() + 2);
        for (const int port : matrix.ports) ports += fmt::format("{:<{}}", port, cell_width);
        ports += "  ";
    }
    return without_trailing_blanks(targets) + without_trailing_blanks(ports);
}

using Cells = std::map<std::tuple<std::string, std::string, int>, const Item*>;

MatrixRow make_row(const Cells& cells, const std::string& peer, const Matrix& matrix) {
    MatrixRow row{{peer}, {}};
    for (const auto& target : matrix.targets) {
        for (const int port : matrix.ports) {
            const auto found = cells.find({peer, target, port});
            row.cells.push_back(found == cells.end() ? nullptr : found->second);
        }
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
        add_once(matrix.targets, flow.to);
        add_once(matrix.ports, flow.port);
        if (peers.empty() || peers.back() != flow.from) add_once(peers, flow.from);
        cells[{flow.from, flow.to, flow.port}] = &item;
    }
    std::sort(matrix.targets.begin(), matrix.targets.end());
    for (const auto& peer : peers) add_row(make_row(cells, peer, matrix), grouped, matrix);
    return matrix;
}

std::string to_text(const Matrix& matrix) {
    std::string text = header(matrix);
    for (const auto& row : matrix.rows) {
        std::string line = "    " + fmt::format("{:<{}}", row_name(row.peers), name_width);
        for (size_t i = 0; i < row.cells.size(); ++i) {
            line += fmt::format("{:<{}}", row.cells[i] == nullptr ? "" : cell_text(*row.cells[i]), cell_width);
            if ((i + 1) % matrix.ports.size() == 0) line += "  ";
        }
        text += without_trailing_blanks(line);
    }
    return text;
}

}  // namespace pgreach::report
