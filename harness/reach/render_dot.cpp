#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : printable(text)) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

class Graph {
  public:
    void add(const Answer& answer, const Lists& lists);
    std::string render(bool egress) const;

  private:
    void connect(const std::string& peer, const char* style, const std::string& subject, const PortSpan& port) {
        styles_.try_emplace(peer, style);
        edges_[{peer, subject}].insert(to_text(port));
    }

    std::map<std::string, std::string> styles_;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> edges_;
};

constexpr const char* plain = "shape=box";
constexpr const char* asked_about = "shape=box, style=bold";
constexpr const char* class_of_peers = "shape=box, style=dashed";

void Graph::add(const Answer& answer, const Lists& lists) {
    const std::string subject = name_of(answer, lists);
    styles_[subject] = asked_about;
    for (const auto& [ports, passing] : answer.ports) {
        for (const auto& group : passing.groups) {
            const size_t number = lists.number_of(group.parties);
            if (group.others) {
                connect("every workload", class_of_peers, subject, ports);
            } else if (number != 0) {
                connect(list_name(number), plain, subject, ports);
            } else {
                for (const auto& party : group.parties) connect(party.name, plain, subject, ports);
            }
        }
        for (const auto& exposure : passing.exposed) connect(to_text(exposure.peers), class_of_peers, subject, ports);
        if (passing.unprotected) connect("everyone", class_of_peers, subject, ports);
    }
}

std::string Graph::render(bool egress) const {
    std::string out = "digraph reach {\n  rankdir=LR;\n";
    for (const auto& [name, style] : styles_) out += fmt::format("  {} [{}];\n", quoted(name), style);
    for (const auto& [ends, ports] : edges_) {
        const auto& [peer, subject] = ends;
        out += fmt::format("  {} -> {} [label={}];\n", quoted(egress ? subject : peer), quoted(egress ? peer : subject),
                           quoted(join({ports.begin(), ports.end()}, ", ")));
    }
    return out + "}\n";
}

}  // namespace

std::string to_dot(const ReachResult& report) {
    Graph graph;
    const Lists lists(report);
    for (const auto& answer : report.answers) graph.add(answer, lists);
    return graph.render(report.egress);
}

}  // namespace pgreach::reach
