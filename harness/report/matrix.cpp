#include "report/matrix.hpp"

#include <algorithm>

namespace pgreach::report {
namespace {

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
    return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), [](const FlowRecord* x, const FlowRecord* y) {
        if (x == nullptr || y == nullptr) return x == y;
        return cell_text(*x) == cell_text(*y);
    });
}

MatrixRow make_row(const ScenarioRecord& scenario, const std::string& step, const std::string& peer,
                   const Matrix& matrix) {
    MatrixRow row{{peer}, {}};
    for (const auto& target : matrix.targets) {
        for (const int port : matrix.ports) {
            const auto found = std::find_if(scenario.flows.begin(), scenario.flows.end(), [&](const FlowRecord& flow) {
                return flow.step == step && flow.flow.from == peer && flow.flow.to == target && flow.flow.port == port;
            });
            row.cells.push_back(found == scenario.flows.end() ? nullptr : &*found);
        }
    }
    return row;
}

}  // namespace

std::string cell_text(const FlowRecord& flow) {
    std::string text;
    switch (flow.observation.observed) {
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

Matrix make_matrix(const ScenarioRecord& scenario, const std::string& step, bool grouped) {
    Matrix matrix;
    std::vector<std::string> peers;
    for (const auto& flow : scenario.flows) {
        if (flow.step != step) continue;
        add_once(matrix.targets, flow.flow.to);
        add_once(matrix.ports, flow.flow.port);
        add_once(peers, flow.flow.from);
    }
    std::sort(matrix.targets.begin(), matrix.targets.end());
    for (const auto& peer : peers) {
        MatrixRow row = make_row(scenario, step, peer, matrix);
        const auto same = std::find_if(matrix.rows.begin(), matrix.rows.end(),
                                       [&](const MatrixRow& other) { return same_cells(row, other); });
        if (grouped && same != matrix.rows.end()) {
            same->peers.push_back(peer);
        } else {
            matrix.rows.push_back(std::move(row));
        }
    }
    return matrix;
}

}  // namespace pgreach::report
