#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

std::string direction_of(bool egress) {
    return egress ? "egress" : "ingress";
}

void add_ports(const PortGroup& ports, bool egress, const Lists& lists, std::string& out) {
    out += "  " + to_text(ports.ports) + "\n";
    const Passing& passing = *ports.passing;
    if (passing.unprotected) {
        out += fmt::format("    open to everyone: no policy closes {} here\n", direction_of(egress));
    }
    for (const auto& group : passing.groups) {
        if (passing.unprotected && group.others && group.parties.empty()) continue;
        out += "    " + reason_of(group, egress) + ":\n";
        for (const auto& line : lines_of(group, lists)) out += "      " + line + "\n";
    }
    if (passing.groups.empty()) {
        out += fmt::format("    {} of the workloads here\n", egress ? "reaches none" : "reached by none");
    }
    if (passing.exposed.empty()) return;
    out += "    open to these, whether there are any today or not:\n";
    for (const auto& exposure : passing.exposed) {
        out += "      " + to_text(exposure) + "\n        as " +
               (exposure.near.ground == engine::Ground::rule ? "allowed by " : "") + to_text(exposure.near) + "\n";
    }
}

bool is_unprotected(const Answer& answer) {
    return !answer.ports.empty() && std::all_of(answer.ports.begin(), answer.ports.end(),
                                                [](const auto& port) { return port.passing.unprotected; });
}

std::string counted(size_t number, const char* one, const char* several) {
    return fmt::format("{} {}", number, number == 1 ? one : several);
}

std::string summary_of(const ReachResult& report, const Lists& lists) {
    std::vector<std::string> unprotected;
    for (const auto& answer : report.answers) {
        if (is_unprotected(answer)) unprotected.push_back(name_of(answer, lists));
    }
    std::string text = fmt::format("{} ({}), {}", counted(report.workloads, "workload", "workloads"),
                                   counted(report.pods, "pod", "pods"), counted(report.policies, "policy", "policies"));
    if (report.on_host_network > 0) {
        text += fmt::format(", {} on the host's network, to Cilium a node like others",
                            counted(report.on_host_network, "pod", "pods"));
    }
    if (unprotected.empty()) return text + "\n";
    return text + fmt::format("\nunprotected ({}): {}\n", direction_of(report.egress), join(unprotected, ", "));
}

}  // namespace

std::string to_text(const Admitted& policy) {
    const auto& admission = policy.admission;
    const auto why = describe(admission);
    return printable_line(fmt::format("{} is {}{} ({}:{})", describe(policy.id), to_string(admission.result),
                                      why.empty() ? "" : ": " + why, policy.source->name, policy.mark.line));
}

std::string to_text(const std::vector<PortSpan>& ports) {
    std::vector<std::string> texts;
    for (const auto& span : ports) texts.push_back(to_text(span));
    return join(texts, ", ");
}

std::string to_text(const Exposure& exposure) {
    std::vector<std::string> but;
    for (const auto& peers : exposure.but) but.push_back(to_text(peers));
    std::sort(but.begin(), but.end());
    return to_text(exposure.peers) + (but.empty() ? "" : ", but not " + join(but, "; "));
}

std::vector<PortGroup> grouped(const Answer& answer) {
    std::vector<PortGroup> groups;
    for (const auto& port : answer.ports) {
        const auto same = std::find_if(groups.begin(), groups.end(),
                                       [&port](const PortGroup& group) { return *group.passing == port.passing; });
        if (same == groups.end()) {
            groups.push_back({{port.ports}, &port.passing});
        } else {
            same->ports.push_back(port.ports);
        }
    }
    return groups;
}

std::string name_of(const Answer& answer, const Lists& lists) {
    const size_t number = lists.number_of(answer.subjects);
    return number == 0 ? answer.party.name : list_name(number);
}

std::string title_of(const Answer& answer, const Lists& lists) {
    if (const size_t number = lists.number_of(answer.subjects); number != 0)
        return describe_list(number, answer.subjects);
    std::string title = answer.party.describe();
    if (!answer.database.empty() && answer.party.text.starts_with("CNPG pooler"))
        title += " (database " + answer.database + ")";
    return title;
}

std::vector<std::string> lines_of(const Group& group, const Lists& lists) {
    std::vector<std::string> lines;
    if (const size_t number = lists.number_of(group.parties); number != 0) {
        lines.push_back(describe_list(number, group.parties));
    } else {
        for (const auto& party : group.parties) lines.push_back(party.describe());
    }
    if (!group.others) return lines;
    if (lines.empty()) return {"every workload"};
    return {"every workload but: " + join(lines, "; ")};
}

std::string reason_of(const Group& group, bool egress) {
    const bool by_rule = group.near.ground == engine::Ground::rule;
    std::string text = (by_rule ? "allowed by " : "open, as ") + to_text(group.near);
    if (!by_rule) text += fmt::format(" for {}", direction_of(egress));
    if (group.far.ground == engine::Ground::rule) {
        text += fmt::format(", and for {} of the other side by {}", direction_of(!egress), to_text(group.far));
    }
    return text;
}

std::string to_text(const ReachResult& report) {
    const Lists lists(report);
    std::string out;
    for (const auto& answer : report.answers) {
        out += title_of(answer, lists) + "\n";
        if (!answer.selected_by.empty()) {
            out +=
                fmt::format("  selected for {} by {}\n", direction_of(report.egress), join(answer.selected_by, ", "));
        }
        for (const auto& ports : grouped(answer)) add_ports(ports, report.egress, lists, out);
        out += "\n";
    }
    for (size_t i = 0; i < lists.all().size(); ++i) {
        out += describe_list(i + 1, lists.all()[i]) + "\n";
        for (const auto& party : lists.all()[i]) out += "  " + party.describe() + "\n";
        out += "\n";
    }
    for (const auto& policy : report.not_in_force) out += "note: " + to_text(policy) + "\n";
    return out + summary_of(report, lists);
}

}  // namespace pgreach::reach
