#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/markdown.hpp"
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

// One who passes: a workload, or a class.
struct Row {
    std::string who;
    const char* kind;  // "workload", "class", "list"
    size_t pods = 0;
    const Why* why = nullptr;
    std::string but = {};
};

Row row_of_others(const Group& group, size_t number) {
    std::vector<std::string> names;
    if (number != 0) names.push_back(list_name(number));
    for (const auto& party : group.parties) {
        if (number == 0) names.push_back(party.name);
    }
    return {"every workload", "workload", 0, &group.near, join(names, "; ")};
}

std::vector<Row> rows_of(const Passing& passing, const Lists& lists) {
    std::vector<Row> rows;
    for (const auto& group : passing.groups) {
        const size_t number = lists.number_of(group.parties);
        if (group.others) {
            rows.push_back(row_of_others(group, number));
        } else if (number != 0) {
            rows.push_back({list_name(number), "list", group.parties.pods(), &group.near});
        } else {
            for (const auto& party : group.parties) rows.push_back({party.name, "workload", party.pods, &group.near});
        }
    }
    for (const auto& exposure : passing.exposed) {
        std::vector<std::string> but;
        for (const auto& peers : exposure.but) but.push_back(to_text(peers));
        std::sort(but.begin(), but.end());
        rows.push_back({to_text(exposure.peers), "class", 0, &exposure.near, join(but, "; ")});
    }
    static const Why open{};
    if (passing.unprotected) rows.push_back({"everyone", "class", 0, &open});
    return rows;
}

std::string markdown_rows(const Answer& answer, const Lists& lists) {
    std::string rows;
    for (const auto& ports : grouped(answer)) {
        for (const auto& one : rows_of(*ports.passing, lists)) {
            const bool of_class = std::string_view(one.kind) == "class";
            std::string who = of_class ? "*" + markdown(one.who) + "*" : markdown(one.who);
            if (one.pods > 1) who += fmt::format(" ({} pods)", one.pods);
            if (!one.but.empty()) who += ", but not " + markdown(one.but);
            rows += fmt::format("| {} | {} | {} |\n", markdown(to_text(ports.ports)), who, markdown(to_text(*one.why)));
        }
    }
    return rows;
}

std::string csv_port(const PortSpan& span) {
    if (span.rest) return "any other";
    return span.first == span.last ? fmt::to_string(span.first) : fmt::format("{}-{}", span.first, span.last);
}

}  // namespace

std::string to_csv(const ReachResult& report) {
    const Lists lists(report);
    std::string out =
        csv_line({"subject", "direction", "port", "protocol", "kind", "peer", "pods", "but", "reason", "file", "line"});
    for (const auto& answer : report.answers) {
        for (const auto& port : answer.ports) {
            const std::string protocol(port.ports.every_protocol ? "any" : to_string(port.ports.protocol));
            for (const auto& one : rows_of(port.passing, lists)) {
                const bool by_rule = one.why->ground == engine::Ground::rule;
                out += csv_line({name_of(answer, lists), report.egress ? "egress" : "ingress", csv_port(port.ports),
                                 protocol, one.kind, one.who, one.pods == 0 ? "" : std::to_string(one.pods), one.but,
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
        out += fmt::format("### {}\n\n", markdown(title_of(answer, lists)));
        if (!answer.selected_by.empty()) out += "Selected by " + markdown(join(answer.selected_by, ", ")) + ".\n\n";
        out += fmt::format("| port | {} | by |\n| --- | --- | --- |\n", report.egress ? "reaches" : "reached by");
        out += markdown_rows(answer, lists) + "\n";
    }
    for (size_t i = 0; i < lists.all().size(); ++i) {
        out += fmt::format("### {}\n\n", describe_list(i + 1, lists.all()[i]));
        for (const auto& party : lists.all()[i]) out += "* " + markdown(party.describe()) + "\n";
        out += "\n";
    }
    for (const auto& policy : report.not_in_force) out += "* " + markdown(to_text(policy)) + "\n";
    return out;
}

}  // namespace pgreach::reach
