#include <fmt/format.h>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

// RFC 4180.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::vector<std::string> quoted;
    for (const auto& field : fields) quoted.push_back(csv_field(field));
    return join(quoted, ",") + "\n";
}

// What stands in a cell of a Markdown table.
std::string cell(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

// One who passes on one port: a workload, or a class.
struct Passing {
    std::string who;
    std::string kind;  // "workload", "class", "list"
    size_t pods = 0;
    const Why* why = nullptr;
    std::string but = {};
};

std::vector<Passing> passing(const PortAnswer& port, const Lists& lists) {
    std::vector<Passing> found;
    for (const auto& group : port.groups) {
        const size_t number = lists.number_of(group.parties);
        if (group.others) {
            std::vector<std::string> names;
            if (number != 0) names.push_back(list_name(number));
            for (const auto& party : group.parties) {
                if (number == 0) names.push_back(party.name);
            }
            found.push_back({"every workload", "workload", 0, &group.near, join(names, "; ")});
            continue;
        }
        if (number != 0) {
            found.push_back({list_name(number), "list", group.parties.pods(), &group.near});
            continue;
        }
        for (const auto& party : group.parties) found.push_back({party.name, "workload", party.pods, &group.near});
    }
    for (const auto& exposure : port.exposed) {
        found.push_back({exposure.text, "class", 0, &exposure.near, join(exposure.but, "; ")});
    }
    static const Why open{};
    if (port.unprotected) found.push_back({"everyone", "class", 0, &open});
    return found;
}

std::string markdown_rows(const Answer& answer, const Lists& lists) {
    std::string rows;
    for (const auto& port : answer.ports) {
        for (const auto& one : passing(port, lists)) {
            std::string who = one.kind == "class" ? "*" + cell(one.who) + "*" : cell(one.who);
            if (one.pods > 1) who += fmt::format(" ({} pods)", one.pods);
            if (!one.but.empty()) who += ", but not " + cell(one.but);
            rows += fmt::format("| {} | {} | {} |\n", port_text(port), who, cell(to_text(*one.why)));
        }
    }
    return rows;
}

}  // namespace

std::string to_csv(const ReachResult& report) {
    const Lists lists(report);
    std::string out =
        csv_line({"subject", "direction", "port", "protocol", "kind", "peer", "pods", "but", "reason", "file", "line"});
    for (const auto& answer : report.answers) {
        for (const auto& port : answer.ports) {
            for (const auto& one : passing(port, lists)) {
                const bool by_rule = one.why->ground == engine::Ground::rule;
                out +=
                    csv_line({name_of(answer, lists), report.egress ? "egress" : "ingress",
                              port.port == 0 ? "any" : std::to_string(port.port), std::string(to_string(port.protocol)),
                              one.kind, one.who, one.pods == 0 ? "" : std::to_string(one.pods), one.but,
                              by_rule ? one.why->rule : to_text(*one.why), one.why->file,
                              by_rule ? std::to_string(one.why->line) : ""});
            }
        }
    }
    for (size_t i = 0; i < lists.all().size(); ++i) {
        for (const auto& party : lists.all()[i]) {
            out += csv_line({list_name(i + 1), "member", "", "", "workload", party.name, std::to_string(party.pods), "",
                             "", "", ""});
        }
    }
    return out;
}

std::string to_markdown(const ReachResult& report) {
    const Lists lists(report);
    std::string out;
    for (const auto& answer : report.answers) {
        out += fmt::format("### {}\n\n", title_of(answer, lists));
        if (!answer.selected_by.empty()) out += "Selected by " + join(answer.selected_by, ", ") + ".\n\n";
        out += fmt::format("| port | {} | by |\n| --- | --- | --- |\n", report.egress ? "reaches" : "reached by");
        out += markdown_rows(answer, lists) + "\n";
    }
    for (size_t i = 0; i < lists.all().size(); ++i) {
        out += fmt::format("### {}\n\n", describe_list(i + 1, lists.all()[i]));
        for (const auto& party : lists.all()[i]) out += "* " + party.describe() + "\n";
        out += "\n";
    }
    for (const auto& policy : report.not_in_force) out += "* " + to_text(policy) + "\n";
    return out;
}

}  // namespace pgreach::reach
