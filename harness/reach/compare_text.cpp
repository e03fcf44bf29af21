#include <fmt/format.h>

#include "base/text.hpp"
#include "model/names.hpp"
#include "reach/compare_render.hpp"

namespace pgreach::reach {
namespace {

// What was, or is, on the side that does not let it pass.
std::string closing_text(const Why& why, const std::vector<std::string>& closed_by) {
    if (why.ground == engine::Ground::rule) return "denied by " + to_text(why);
    if (closed_by.empty()) return "closed";
    return "closed by " + join(closed_by, ", ") + ", no rule allows it";
}

std::vector<std::string> peers_of(const FlowChange& change) {
    std::vector<std::string> peers;
    for (const auto& party : change.peers) peers.push_back(party.describe());
    for (const auto& peers_class : change.classes) peers.push_back("whoever could: " + peers_class);
    return peers;
}

std::string target_of(const FlowChange& change) {
    return fmt::format("{}, port {}/{}", change.target.text, change.port, to_string(change.protocol));
}

void add_changes(const char* title, const std::vector<FlowChange>& changes, bool opened, std::string& out) {
    if (changes.empty()) return;
    out += std::string(title) + "\n";
    for (const auto& change : changes) {
        out += "  " + target_of(change) + (change.remark.empty() ? "" : " (" + change.remark + ")") + "\n";
        for (const auto& peer : peers_of(change)) out += "    from " + peer + "\n";
        for (const auto& cause : change.causes) out += "      " + describe(cause, opened) + "\n";
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
    out += fmt::format("#### {}\n\n| to | from | why |\n| --- | --- | --- |\n", title);
    for (const auto& change : changes) {
        std::vector<std::string> why;
        for (const auto& cause : change.causes) why.push_back(describe(cause, opened));
        if (!change.remark.empty()) why.push_back(change.remark);
        out += fmt::format("| {} | {} | {} |\n", target_of(change), join(peers_of(change), "<br>"), join(why, "<br>"));
    }
    out += "\n";
}

void add_need_list(const char* title, const std::vector<UnmetNeed>& needs, std::string& out) {
    if (needs.empty()) return;
    out += fmt::format("#### {}\n\n", title);
    for (const auto& need : needs) {
        out +=
            fmt::format("* **{}**: {}: {} (`{}:{}`)\n", need.name, need.text, need.consequence, need.file, need.line);
    }
    out += "\n";
}

}  // namespace

std::string describe(const FlowChange& change) {
    return target_of(change) + " from " + join(peers_of(change), "; ");
}

std::string describe(const Cause& cause, bool opened) {
    const std::string side = cause.egress ? "egress of the peer: " : "";
    if (opened) {
        return side + to_text(cause.after) + "; before " + closing_text(cause.before, cause.closed_by);
    }
    return side + closing_text(cause.after, cause.closed_by) + "; before " + to_text(cause.before);
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
    return fmt::format("opens {}, closes {}, admissions {}, needs newly unmet {}, met {}", comparison.opened.size(),
                       comparison.closed.size(), comparison.admissions.size(), comparison.unmet.size(),
                       comparison.met.size());
}

std::string to_text(const Comparison& comparison) {
    std::string out = fmt::format("{} → {}\n", comparison.old_name, comparison.new_name);
    if (comparison.empty()) return out + "no change in meaning\n";
    add_changes("opens", comparison.opened, true, out);
    add_changes("closes", comparison.closed, false, out);
    add_needs("needs of CloudNativePG newly unmet", comparison.unmet, out);
    add_needs("needs of CloudNativePG met again", comparison.met, out);
    if (!comparison.admissions.empty()) out += "admissions\n";
    for (const auto& change : comparison.admissions) out += "  " + change_of(change) + "\n";
    return out + summary(comparison) + "\n";
}

std::string to_markdown(const Comparison& comparison) {
    std::string out = fmt::format("### Network policies: {} → {}\n\n", comparison.old_name, comparison.new_name);
    if (comparison.empty()) return out + "No change in meaning.\n";
    add_table("Opens", comparison.opened, true, out);
    add_need_list("Needs of CloudNativePG newly unmet", comparison.unmet, out);
    add_table("Closes", comparison.closed, false, out);
    add_need_list("Needs of CloudNativePG met again", comparison.met, out);
    if (!comparison.admissions.empty()) out += "#### Admissions\n\n";
    for (const auto& change : comparison.admissions) out += "* " + change_of(change) + "\n";
    if (!comparison.admissions.empty()) out += "\n";
    return out + summary(comparison) + "\n";
}

}  // namespace pgreach::reach
