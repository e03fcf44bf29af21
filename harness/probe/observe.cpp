#include "probe/observe.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach::probe {
namespace {

using Attempts = std::vector<Attempt>;

bool any(const Attempts& attempts, AttemptEnd end) {
    return std::any_of(attempts.begin(), attempts.end(), [&](const Attempt& one) { return one.end == end; });
}

bool any(const std::vector<Evidence>& events, EvidenceKind kind) {
    return std::any_of(events.begin(), events.end(), [&](const Evidence& one) { return one.kind == kind; });
}

bool connected(const Attempt& attempt) {
    return attempt.reached >= Milestone::tcp;
}

std::string reply_of(const Attempt& attempt) {
    std::string detail = "reached " + std::string(to_string(attempt.reached));
    if (!attempt.answered_by.empty()) detail += ", answered by " + attempt.answered_by;
    if (!attempt.error.empty()) detail += ": " + attempt.error;
    return detail;
}

// Why attempts that were not all answered leave it open what the flow is; empty where they prove it closed.
std::string why_not_closed(const Attempts& attempts, const std::vector<Evidence>& events, const Expectation& expected) {
    for (const auto& attempt : attempts) {
        if (attempt.end == AttemptEnd::refused) return "refused: " + attempt.error;
        if (attempt.end == AttemptEnd::failed) return "failed: " + attempt.error;
    }
    if (any(events, EvidenceKind::drop_event)) return {};
    if (!expected.evidence_lost.empty()) return "no answer, and evidence was lost: " + expected.evidence_lost;
    if (any(attempts, AttemptEnd::dropped)) return "ended as dropped, yet there is no drop event";
    if (std::any_of(attempts.begin(), attempts.end(), connected)) return "connected, then silence";
    if (!expected.positive_control) return "silence, and neither a drop event nor a positive control";
    return {};
}

bool is_other_target(const std::string& answered_by, const std::vector<std::string>& answerers) {
    if (answered_by.empty() || answerers.empty()) return false;
    return std::none_of(answerers.begin(), answerers.end(),
                        [&](const std::string& answerer) { return answers_as(answered_by, answerer); });
}

// Why an answer leaves it open what the flow is; empty where it proves it open.
std::string why_not_open(const Attempts& attempts, const std::vector<Evidence>& events, const Expectation& expected) {
    for (const auto& attempt : attempts) {
        if (attempt.end != AttemptEnd::answered) {
            return "answered, and also " + std::string(to_string(attempt.end));
        }
        if (is_other_target(attempt.answered_by, expected.answerers)) {
            return "answered by " + attempt.answered_by + " instead of " + join(expected.answerers, " or ");
        }
    }
    if (any(events, EvidenceKind::drop_event)) return "answered, and also dropped";
    return {};
}

}  // namespace

bool answers_as(const std::string& answered_by, const std::string& expected) {
    if (expected.empty() || answered_by == expected) return true;
    const std::string who = answered_by.substr(0, answered_by.find(' '));
    const size_t at = who.rfind('@');
    return who == expected || who.substr(0, at) == expected ||
           (at != std::string::npos && who.substr(at + 1) == expected);
}

Observation observe_from(Attempts attempts, std::vector<Evidence> events, const Expectation& expected) {
    Observation observation;
    if (attempts.empty()) {
        observation.reason = "nothing was attempted";
    } else if (any(attempts, AttemptEnd::answered)) {
        observation.reason = why_not_open(attempts, events, expected);
        if (observation.reason.empty()) observation.observed = Observed::open;
        observation.evidence.push_back({EvidenceKind::reply, reply_of(attempts.back())});
    } else {
        observation.reason = why_not_closed(attempts, events, expected);
        if (observation.reason.empty()) observation.observed = Observed::closed;
        if (observation.reason.empty() && !any(events, EvidenceKind::drop_event)) {
            observation.evidence.push_back({EvidenceKind::positive_control, "silence where it answered before"});
        }
    }
    std::move(events.begin(), events.end(), std::back_inserter(observation.evidence));
    observation.attempts = std::move(attempts);
    return observation;
}

}  // namespace pgreach::probe
