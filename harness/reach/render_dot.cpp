#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

class Graph {
  public:
    void add(const Answer& answer);
    std::string render(bool egress) const;

  private:
    void connect(const std::string& peer, const char* style, const Answer& answer, const PortAnswer& port) {
        styles_.try_emplace(peer, style);
        edges_[{peer, answer.party.name}].insert(port_text(port));
    }

    std::map<std::string, std::string> styles_;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> edges_;
};

constexpr const char* plain = "shape=box";
constexpr const char* asked_about = "shape=box, style=bold";
constexpr const char* class_of_peers = "shape=box, style=dashed";

void Graph::add(const Answer& answer) {
    styles_[answer.party.name] = asked_about;
    for (const auto& port : answer.ports) {
        for (const auto& group : port.groups) {
            if (group.others) connect("every workload", class_of_peers, answer, port);
            for (const auto& party : group.parties) {
                if (!group.others) connect(party.name, plain, answer, port);
            }
        }
        for (const auto& exposure : port.exposed) connect(exposure.text, class_of_peers, answer, port);
        if (port.unprotected) connect("everyone", class_of_peers, answer, port);
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
    for (const auto& answer : report.answers) graph.add(answer);
    return graph.render(report.egress);
}

}  // namespace pgreach::reach
