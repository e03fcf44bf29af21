#include <fmt/format.h>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

void add_port(const PortAnswer& port, bool egress, const Lists& lists, std::string& out) {
    out += "  " + port_text(port) + "\n";
    if (port.unprotected)
        out += fmt::format("    {}\n",
                           egress ? "open: no policy closes egress" : "open to everyone: no policy closes ingress");
    for (const auto& group : port.groups) {
        if (port.unprotected && group.others && group.parties.empty()) continue;
        out += "    by " + reason_of(group) + "\n";
        for (const auto& line : lines_of(group, lists)) out += "      " + line + "\n";
    }
    if (port.groups.empty()) out += fmt::format("    {} nobody that is here\n", egress ? "reaches" : "reached by");
    for (const auto& exposure : port.exposed) {
        out += "    could: " + exposure.text;
        if (!exposure.but.empty()) out += "; but not " + join(exposure.but, "; ");
        out += "\n      by " + to_text(exposure.near) + "\n";
    }
}

std::string summary_of(const ReachResult& report, const Lists& lists) {
    std::vector<std::string> unprotected;
    for (const auto& answer : report.answers) {
        if (!answer.ports.empty() && answer.ports.front().unprotected) unprotected.push_back(name_of(answer, lists));
    }
    std::string text =
        fmt::format("{} workloads ({} pods), {} policies", report.workloads, report.pods, report.policies);
    if (report.on_host_network > 0) {
        text += fmt::format(", {} pods on the host's network, which are nodes to Cilium", report.on_host_network);
    }
    if (unprotected.empty()) return text + "\n";
    return text +
           fmt::format("\nunprotected ({}): {}\n", report.egress ? "egress" : "ingress", join(unprotected, ", "));
}

}  // namespace

std::string to_text(const Admitted& policy) {
    const auto& admission = policy.admission;
    const auto why = describe(admission);
    return fmt::format("{} is {}{} ({}:{})", describe(policy.id), to_string(admission.result),
                       why.empty() ? "" : ": " + why, policy.source->name, policy.mark.line);
}

std::string port_text(const PortAnswer& port) {
    if (port.port == 0) return "any port";
    return fmt::format("{}/{}{}{}", port.port, to_string(port.protocol), port.name.empty() ? "" : " ", port.name);
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

std::string reason_of(const Group& group) {
    std::string text = to_text(group.near);
    if (group.far.ground == engine::Ground::rule) text += ", and on the other side by " + to_text(group.far);
    return text;
}

std::string to_text(const ReachResult& report) {
    const Lists lists(report);
    std::string out;
    for (const auto& answer : report.answers) {
        out += title_of(answer, lists) + "\n";
        if (!answer.selected_by.empty()) {
            out += fmt::format("  selected for {} by {}\n", report.egress ? "egress" : "ingress",
                               join(answer.selected_by, ", "));
        }
        for (const auto& port : answer.ports) add_port(port, report.egress, lists, out);
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
