#include <fmt/format.h>

#include "audit/reached.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"

namespace pgreach::audit {
namespace {

// In a cell of a table.
std::string cell(const std::string& text) {
    std::string escaped;
    for (const char letter : printable_line(text)) {
        if (letter == '|' || letter == '<' || letter == '`' || letter == '*') escaped += '\\';
        escaped += letter;
    }
    return escaped;
}

std::string names(const std::vector<std::string>& groups) {
    return groups.empty() ? "–" : cell(join(groups, ", "));
}

}  // namespace

std::string to_markdown(const Report& report) {
    std::string text = fmt::format("## Audit of {}\n\nCilium {}. **{}**\n",
                                   report.context.empty() ? "the cluster" : cell(report.context), cell(report.cilium),
                                   summary(report));
    std::string rows;
    for (const auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        if (judged.agreement == Agreement::agrees) continue;
        rows += fmt::format("| {} | {} | {} | {} |\n", to_string(judged.agreement), cell(pgreach::describe(flow.flow)),
                            cell(prediction_of(flow)), cell(observation_of(judged)));
    }
    if (!rows.empty()) text += "\n| judgement | flow | predicted | observed |\n| --- | --- | --- | --- |\n" + rows;
    if (!report.findings.empty()) text += "\n";
    for (const auto& finding : report.findings) {
        text += fmt::format("- **{}** {}\n", finding.code, cell(finding.text));
    }
    text += "\n| database | port | open to | in part | closed to | unclear |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& reached : who_reaches(report)) {
        const std::string to = reached.to.rfind("cluster ", 0) == 0 ? reached.database : reached.to;
        text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", cell(to), reached.port, names(reached.open),
                            names(reached.partly), names(reached.closed), names(reached.unclear));
    }
    for (const auto& note : report.notes) text += "\n" + cell(note) + "\n";
    return text;
}

}  // namespace pgreach::audit
