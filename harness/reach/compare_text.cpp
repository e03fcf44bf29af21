#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/compare_render.hpp"
#include "reach/markdown.hpp"
#include "reach/render.hpp"

namespace pgreach::reach {
namespace {

// So many ends of one change are told one by one.
constexpr size_t most_peers_told = 20;

// What was, or is, on the side that does not let it pass.
std::string closing_text(const Why& why, const std::vector<std::string>& closed_by) {
    if (why.ground == engine::Ground::rule) return "denied by " + to_text(why);
    if (closed_by.empty()) return "closed";
    return "closed by default by " + join(closed_by, ", ");
}

std::string opening_text(const Why& why) {
    return (why.ground == engine::Ground::rule ? "allowed by " : "open, as ") + to_text(why);
}

std::vector<std::string> told(const Parties& parties) {
    std::vector<std::string> texts;
    for (const auto& party : parties) {
        if (texts.size() == most_peers_told) break;
        texts.push_back(party.describe());
    }
    if (parties.size() > most_peers_told)
        texts.push_back(fmt::format("{} more workloads", parties.size() - most_peers_told));
    return texts;
}

std::string subjects_text(const Parties& subjects) {
    std::vector<std::string> names;
    for (const auto& party : subjects) {
        if (names.size() == few) break;
        names.push_back(party.text);
    }
    if (subjects.size() > few) names.push_back(fmt::format("{} more workloads", subjects.size() - few));
    return join(names, ", ");
}

// "ports 5432/TCP, 8000/TCP", "every port but 9187/TCP".
std::string ports_of(const FlowChange& change) {
    std::vector<PortSpan> listed;
    std::vector<std::string> texts;
    const auto has_rest = [&change](Protocol protocol) {
        return std::any_of(change.ports.begin(), change.ports.end(), [protocol](const PortSpan& span) {
            return span.rest && (span.every_protocol || span.protocol == protocol);
        });
    };
    for (const auto& span : change.ports) {
        if (!span.rest && !has_rest(span.protocol)) listed.push_back(span);
        if (span.rest) {
            texts.push_back(span.every_protocol ? "every port"
                                                : fmt::format("every {} port", to_string(span.protocol)));
        }
    }
    if (!listed.empty()) texts.insert(texts.begin(), (listed.size() == 1 ? "port " : "ports ") + to_text(listed));
    return join(texts, ", ") + (change.but_ports.empty() ? "" : " but " + to_text(change.but_ports));
}

void add_changes(const char* title, const std::vector<FlowChange>& changes, bool opened, std::string& out) {
    if (changes.empty()) return;
    out += std::string(title) + "\n";
    for (const auto& change : changes) {
        out += "  " + subject_of(change) + (change.remark.empty() ? "" : " (" + change.remark + ")") + "\n";
        for (const auto& peer : peers_of(change))
            out += std::string("    ") + (change.egress ? "to " : "from ") + peer + "\n";
        for (const auto& cause : change.causes) out += "      " + describe(cause, change, opened) + "\n";
    }
}

void add_needs(const char* title, const std::vector<UnmetNeed>& needs, std::string& out) {
    if (needs.empty()) return;
    out += std::string(title) + "\n";
    for (const auto& need : needs) {
        out += fmt::format("  {}: {}\n    {}\n    closed by {} ({}:{})\n", need.name, need.text, need.consequence,
                           need.policy, need.file, need.line);
    }
}

std::string change_of(const AdmissionChange& change) {
    const auto or_none = [](const std::string& text) { return text.empty() ? std::string("not there") : text; };
    return fmt::format("{}: {}; before {} ({}:{})", change.policy, or_none(change.after), or_none(change.before),
                       change.file, change.line);
}

// A table that stays readable in a comment.
void add_table(const char* title, const std::vector<FlowChange>& changes, bool opened, std::string& out) {
    if (changes.empty()) return;
    out += fmt::format("#### {}\n\n| flows | other end | why |\n| --- | --- | --- |\n", title);
    for (const auto& change : changes) {
        std::vector<std::string> peers, why;
        for (const auto& peer : peers_of(change)) peers.push_back(markdown((change.egress ? "to " : "from ") + peer));
        for (const auto& cause : change.causes) why.push_back(markdown(describe(cause, change, opened)));
        if (!change.remark.empty()) why.push_back(markdown(change.remark));
        out += fmt::format("| {} | {} | {} |\n", markdown(subject_of(change)), join(peers, "<br>"), join(why, "<br>"));
    }
    out += "\n";
}

void add_need_list(const char* title, const std::vector<UnmetNeed>& needs, std::string& out) {
    if (needs.empty()) return;
    out += fmt::format("#### {}\n\n", title);
    for (const auto& need : needs) {
        out += fmt::format("* **{}**: {}: {} ({})\n", markdown(need.name), markdown(need.text),
                           markdown(need.consequence), markdown(fmt::format("{}:{}", need.file, need.line)));
    }
    out += "\n";
}

void add_list(const char* title, const std::vector<std::string>& lines, std::string& out) {
    if (lines.empty()) return;
    out += fmt::format("#### {}\n\n", title);
    for (const auto& line : lines) out += "* " + markdown(line) + "\n";
    out += "\n";
}

std::vector<std::string> admission_lines(const Comparison& comparison) {
    std::vector<std::string> lines;
    for (const auto& change : comparison.admissions) lines.push_back(change_of(change));
    return lines;
}

std::vector<std::string> other_lines(const Comparison& comparison) {
    std::vector<std::string> lines;
    for (const auto& change : comparison.unjudged) {
        lines.push_back(fmt::format("{} ({}:{})", describe(change), change.file, change.line));
    }
    return lines;
}

std::vector<std::string> unclear_lines(const Comparison& comparison) {
    std::vector<std::string> lines;
    for (const auto& subject : comparison.unclear) {
        lines.push_back(subject +
                        ": its rules overlap in too many ways to compare who could pass; workloads are compared");
    }
    return lines;
}

void add_lines(const char* title, const std::vector<std::string>& lines, std::string& out) {
    if (lines.empty()) return;
    out += std::string(title) + "\n";
    for (const auto& line : lines) out += "  " + line + "\n";
}

}  // namespace

std::string subject_of(const FlowChange& change) {
    return fmt::format("{} {}, {}", change.egress ? "from" : "to", subjects_text(change.subjects), ports_of(change));
}

std::vector<std::string> peers_of(const FlowChange& change) {
    std::vector<std::string> peers = told(change.peers);
    for (const auto& peers_class : change.classes) peers.push_back("whoever could be there: " + peers_class);
    return peers;
}

std::string describe(const FlowChange& change) {
    return subject_of(change) + (change.egress ? ", to " : ", from ") + join(peers_of(change), "; ");
}

std::string describe(const Cause& cause, const FlowChange& change, bool opened) {
    const std::string side = cause.egress && !change.egress ? "on the peer's side, " : "";
    if (opened) return side + opening_text(cause.after) + "; before, " + closing_text(cause.before, cause.closed_by);
    return side + closing_text(cause.after, cause.closed_by) + "; before, " + opening_text(cause.before);
}

std::string describe(const UnjudgedChange& change) {
    return fmt::format("{} of {} {}: flows are not judged by this", change.what, change.policy, change.how);
}

Why place_of(const FlowChange& change) {
    for (const auto& cause : change.causes) {
        if (cause.after.line > 0) return cause.after;
    }
    for (const auto& cause : change.causes) {
        if (cause.before.line > 0) return cause.before;
    }
    return {};
}

std::string summary(const Comparison& comparison) {
    return fmt::format("opens {}, closes {}, admissions {}, needs newly unmet {}, met {}, not judged {}",
                       comparison.opened.size(), comparison.closed.size(), comparison.admissions.size(),
                       comparison.unmet.size(), comparison.met.size(),
                       comparison.unjudged.size() + comparison.unclear.size());
}

std::string to_text(const Comparison& comparison) {
    const std::string title = fmt::format("{} → {}\n", comparison.old_name, comparison.new_name);
    if (comparison.empty()) return title + "no change in meaning\n";
    return title + changes_text(comparison) + summary(comparison) + "\n";
}

std::string changes_text(const Comparison& comparison) {
    std::string out;
    add_changes("opens", comparison.opened, true, out);
    add_changes("closes", comparison.closed, false, out);
    add_needs("needs of CloudNativePG newly unmet", comparison.unmet, out);
    add_needs("needs of CloudNativePG met again", comparison.met, out);
    add_lines("admissions", admission_lines(comparison), out);
    add_lines("not judged flow by flow", other_lines(comparison), out);
    add_lines("could not tell", unclear_lines(comparison), out);
    return out;
}

std::string to_markdown(const Comparison& comparison) {
    const std::string title =
        fmt::format("### Network policies: {} → {}\n\n", markdown(comparison.old_name), markdown(comparison.new_name));
    if (comparison.empty()) return title + "No change in meaning.\n";
    return title + changes_markdown(comparison) + summary(comparison) + "\n";
}

std::string changes_markdown(const Comparison& comparison) {
    std::string out;
    add_table("Opens", comparison.opened, true, out);
    add_need_list("Needs of CloudNativePG newly unmet", comparison.unmet, out);
    add_table("Closes", comparison.closed, false, out);
    add_need_list("Needs of CloudNativePG met again", comparison.met, out);
    add_list("Admissions", admission_lines(comparison), out);
    add_list("Not judged flow by flow", other_lines(comparison), out);
    add_list("Could not tell", unclear_lines(comparison), out);
    return out;
}

}  // namespace pgreach::reach
