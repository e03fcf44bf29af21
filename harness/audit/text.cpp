#include <fmt/format.h>

#include <map>

#include "audit/reached.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::audit {
namespace {

std::string counted(size_t count, const std::string& one, const std::string& several) {
    return std::to_string(count) + " " + (count == 1 ? one : several);
}

// How many of the connections that CloudNativePG needs for a database are there.
std::string needs_text(const Report& report, const std::string& database) {
    std::map<Observed, size_t> needed;
    for (const auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        if (flow.database == database && !flow.needs.empty()) ++needed[judged.conclusion.observed];
    }
    if (needed.empty()) return {};
    std::string text = fmt::format("  needs of CloudNativePG: {} met", needed[Observed::open]);
    if (needed[Observed::closed] > 0) text += fmt::format(", {} not met", needed[Observed::closed]);
    if (needed[Observed::unclear] > 0) text += fmt::format(", {} unclear", needed[Observed::unclear]);
    return text + "\n";
}

std::string reached_text(const Report& report) {
    std::string text;
    std::string database;
    for (const auto& reached : who_reaches(report)) {
        if (reached.database != database) {
            text += "\n" + reached.database + "\n" + needs_text(report, reached.database);
        }
        database = reached.database;
        const std::string to = reached.to.rfind("cluster ", 0) == 0 ? "instances" : reached.to;
        text += fmt::format("  {}:{}\n", to, reached.port);
        const auto line = [&](const char* word, const std::vector<std::string>& groups) {
            if (!groups.empty()) text += fmt::format("    {:<8} {}\n", word, join(groups, ", "));
        };
        line("open", reached.open);
        line("in part", reached.partly);
        line("unclear", reached.unclear);
        line("closed", reached.closed);
    }
    return text;
}

std::string flow_text(const Report& report, const JudgedFlow& judged) {
    const AuditFlow& flow = report.plan.flows[judged.flow];
    std::string text = fmt::format("{:<12}  {}\n", to_string(judged.agreement), pgreach::describe(flow.flow));
    text += "  predicted: " + prediction_of(flow) + "\n";
    text += "  observed:  " + observation_of(judged);
    if (judged.tries > 1) text += ", in the last of " + std::to_string(judged.tries) + " tries";
    return text + "\n";
}

}  // namespace

std::string summary(const Report& report) {
    std::vector<std::string> parts;
    const size_t agree = report.count(Agreement::agrees);
    const size_t deviations = report.count(Agreement::deviation);
    const size_t unclear = report.count(Agreement::inconclusive);
    parts.push_back(counted(agree, "agrees", "agree"));
    if (deviations > 0) parts.push_back(counted(deviations, "deviation", "deviations"));
    if (unclear > 0) parts.push_back(std::to_string(unclear) + " inconclusive");
    std::string text = counted(report.flows.size(), "flow", "flows") + ": " + join(parts, ", ");
    text += "; " + counted(report.count(Weight::finding), "finding", "findings");
    if (const size_t more = report.count(Weight::inconclusive); more > 0) {
        text += ", " + std::to_string(more) + " inconclusive";
    }
    return text;
}

std::string to_text(const Report& report, bool verbose) {
    std::string text =
        fmt::format("{}: Cilium {}; {}; {}\n", report.context.empty() ? "the cluster" : "context " + report.context,
                    report.cilium, counted(report.policies, "policy", "policies"),
                    counted(report.plan.databases().size(), "database", "databases"));
    text += reached_text(report);
    std::string details;
    for (const auto& judged : report.flows) {
        if (verbose || judged.agreement != Agreement::agrees) details += flow_text(report, judged);
    }
    if (!details.empty()) text += "\n" + details;
    std::string found;
    for (const auto& finding : report.findings) {
        found += fmt::format("{} [{}]: {}\n", to_string(finding.weight), finding.code, finding.text);
    }
    if (!found.empty()) text += "\n" + found;
    text += "\n";
    for (const auto& note : report.notes) text += "note: " + note + "\n";
    return printable(text + summary(report) + "\n");
}

}  // namespace pgreach::audit
