#include "report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "report/overview.hpp"
#include "report/paint.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/watch_items.hpp"

namespace pgreach::report {
namespace {

std::string counts_text(const std::map<Judgement, int>& counts) {
    std::vector<std::string> parts;
    for (const auto& [judgement, count] : counts) parts.push_back(fmt::format("{} {}", count, to_string(judgement)));
    return parts.empty() ? "none" : join(parts, ", ");
}

int count(const std::map<Judgement, int>& counts, Judgement judgement) {
    const auto found = counts.find(judgement);
    return found == counts.end() ? 0 : found->second;
}

std::string health_text(const verdict::Summary& summary) {
    const int deviations = count(summary.health, Judgement::deviation);
    const int unclear = count(summary.health, Judgement::inconclusive);
    std::string text;
    if (summary.broken > 0) {
        text += fmt::format("; database: {} {} broken{}", summary.broken, summary.broken == 1 ? "check" : "checks",
                            deviations == 0 ? ", as predicted" : "");
    }
    if (deviations > 0) {
        text += fmt::format("; {} {} the prediction", deviations,
                            deviations == 1 ? "database check contradicts" : "database checks contradict");
    }
    if (unclear > 0) text += fmt::format("; {} database {} unclear", unclear, unclear == 1 ? "check" : "checks");
    return text;
}

const char* answer_of(int exit) {
    switch (exit) {
        case verdict::exit_conforms:
            return "passed";
        case verdict::exit_finding:
            return "failed";
        case verdict::exit_nothing:
            return "nothing was judged";
        case verdict::exit_interrupted:
            return "interrupted";
        default:
            return "inconclusive";
    }
}

// "2 leaks, 3 outages"
std::string watched_text(const verdict::WatchVerdict& watch) {
    const size_t leaks = verdict::grouped(watch.leaks).size(), outages = verdict::grouped(watch.outages).size();
    std::string text =
        fmt::format("{} {}, {} {}", leaks, leaks == 1 ? "leak" : "leaks", outages, outages == 1 ? "outage" : "outages");
    if (!watch.unsure.empty()) text += fmt::format(", {} flows could not be watched", watch.unsure.size());
    return text;
}

}  // namespace

std::string answer_text(const verdict::RunVerdict& verdict) {
    return answer_of(verdict.exit);
}

std::string scenarios_text(const verdict::RunVerdict& verdict) {
    std::map<std::string, int> counts;
    std::vector<std::string> order;
    for (const auto& scenario : verdict.scenarios) {
        const auto headline = headline_text(scenario);
        if (counts[headline]++ == 0) order.push_back(headline);
    }
    std::vector<std::string> parts;
    for (const auto& headline : order) parts.push_back(fmt::format("{} {}", counts[headline], headline));
    return fmt::format("{} {}{}{}", verdict.scenarios.size(), verdict.scenarios.size() == 1 ? "scenario" : "scenarios",
                       parts.empty() ? "" : ": ", join(parts, ", "));
}

std::string environment_text(const Record& record) {
    std::vector<std::string> versions;
    for (const auto& [name, version] : record.versions) versions.push_back(name + " " + version);
    std::vector<std::string> settings;
    for (const auto& [option, value] : record.cilium.configuration) settings.push_back(option + "=" + value);
    return fmt::format("backend {}, semantics of Cilium {}{}{}{}", record.backend, record.cilium.release,
                       settings.empty() ? "" : " with " + join(settings, ", "),
                       versions.empty()   ? ""
                       : settings.empty() ? ", "
                                          : "; ",
                       join(versions, ", "));
}

std::string counts_text(const verdict::RunVerdict& verdict) {
    const auto& summary = verdict.summary;
    return fmt::format("flows: {}; policies: {}{}", counts_text(summary.flows), counts_text(summary.policies),
                       health_text(summary));
}

std::string summary_text(const Record& record, const verdict::RunVerdict& verdict) {
    const auto& summary = verdict.summary;
    std::string text = printable(environment_text(record)) + "\n";
    for (const auto& note : record.notes) text += printable(note) + "\n";
    if (!record.watch) text += counts_text(verdict) + "\n";
    if (summary.configured > 0) {
        text += fmt::format(
            "{} by the agents' configuration differently from a default installation; their claims are not judged\n",
            summary.configured == 1 ? "1 flow is decided" : fmt::format("{} flows are decided", summary.configured));
    }
    if (summary.attributed > 0) {
        text +=
            fmt::format("{} of {} flows that a policy lets pass are attributed to it by the datapath's own events\n",
                        summary.attributed, summary.allowed);
    }
    const bool good = verdict.exit == verdict::exit_conforms;
    return text + marked(good ? mark::good : mark::bad, answer_of(verdict.exit)) + ": " +
           (verdict.watch ? watched_text(*verdict.watch) : scenarios_text(verdict)) + "\n";
}

std::string phases_text(const Record& record) {
    std::string text = "phases:\n";
    for (const auto& phase : record.phases) {
        text += fmt::format("  {:<44} {:>9.1f} ms\n", printable_line(phase.name),
                            static_cast<double>(phase.microseconds) / 1000);
    }
    return text;
}

}  // namespace pgreach::report
