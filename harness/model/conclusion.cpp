#include "model/conclusion.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "model/names.hpp"

namespace pgreach {
namespace {

bool is_of(const Evidence& event, const Attempt& attempt) {
    if (event.source.empty() || event.source != attempt.source) return false;
    return event.destination == attempt.destination ||
           std::find(attempt.behind.begin(), attempt.behind.end(), event.destination) != attempt.behind.end();
}

const Doubt* find(const std::vector<Doubt>& doubts, DoubtCause cause) {
    const auto found =
        std::find_if(doubts.begin(), doubts.end(), [&](const Doubt& doubt) { return doubt.cause == cause; });
    return found == doubts.end() ? nullptr : &*found;
}

bool is_other_target(const Attempt& attempt) {
    if (attempt.answered_by.empty() || attempt.answerers.empty()) return false;
    return std::none_of(attempt.answerers.begin(), attempt.answerers.end(),
                        [&](const std::string& answerer) { return answers_as(attempt.answered_by, answerer); });
}

// One observation while it is concluded.
class Examination {
  public:
    Examination(const Observation& observation, const Grounds& grounds)
        : observation_(observation), grounds_(grounds) {}

    Conclusion conclude() {
        const Observed seen = together();
        for (auto doubt : observation_.doubts) {
            if (doubt.cause == DoubtCause::evidence_lost) continue;  // counts for silent attempts only
            // What was seen all the same helps whoever looks for the cause.
            if (doubt.cause == DoubtCause::not_in_force) doubt.text += "; seen: " + std::string(to_string(seen));
            add(std::move(doubt));
        }
        if (seen == Observed::closed) examine_control();
        return {doubts_.empty() ? seen : Observed::unclear, std::move(doubts_)};
    }

  private:
    void add(Doubt doubt) {
        const auto same = [&](const Doubt& other) { return other.cause == doubt.cause && other.text == doubt.text; };
        if (std::none_of(doubts_.begin(), doubts_.end(), same)) doubts_.push_back(std::move(doubt));
    }
    void add(DoubtCause cause, std::string text) { add({cause, std::move(text)}); }

    // What all attempts show together.
    Observed together() {
        if (observation_.attempts.empty()) {
            if (observation_.doubts.empty()) add(DoubtCause::not_attempted, "nothing was attempted");
            return Observed::unclear;
        }
        examine_events();
        std::vector<Observed> views;
        for (const auto& attempt : observation_.attempts) views.push_back(view(attempt));
        const bool same = std::adjacent_find(views.begin(), views.end(), std::not_equal_to<>()) == views.end();
        if (same) return views.front();
        if (std::find(views.begin(), views.end(), Observed::unclear) == views.end()) explain_difference(views);
        return Observed::unclear;
    }

    void examine_events() {
        for (const auto& event : observation_.evidence) {
            const auto fits = [&](const Attempt& attempt) { return is_of(event, attempt); };
            if (std::any_of(observation_.attempts.begin(), observation_.attempts.end(), fits)) continue;
            add(DoubtCause::other_event, "an event of another connection: " + event.detail);
        }
    }

    bool is_told(EvidenceKind kind, const Attempt& attempt) const {
        return std::any_of(observation_.evidence.begin(), observation_.evidence.end(),
                           [&](const Evidence& event) { return event.kind == kind && is_of(event, attempt); });
    }
    bool dropped(const Attempt& attempt) const { return is_told(EvidenceKind::drop_event, attempt); }

    Observed view(const Attempt& attempt) {
        switch (attempt.end) {
            case AttemptEnd::answered:
                return view_answered(attempt);
            case AttemptEnd::refused:
                add(DoubtCause::refused, "refused: " + attempt.error);
                return Observed::unclear;
            case AttemptEnd::failed:
                add(DoubtCause::failed, "failed: " + attempt.error);
                return Observed::unclear;
            case AttemptEnd::timed_out:
            case AttemptEnd::dropped:
                return view_silent(attempt);
        }
        return Observed::unclear;
    }

    Observed view_answered(const Attempt& attempt) {
        if (is_other_target(attempt)) {
            add(DoubtCause::other_target,
                "answered by " + attempt.answered_by + " instead of " + join(attempt.answerers, " or "));
        } else if (dropped(attempt)) {
            add(DoubtCause::contradictory, "answered, and also dropped");
        } else if (is_told(EvidenceKind::audit_event, attempt)) {
            add(DoubtCause::audited, "audit mode: the datapath says that policy denies it, and lets it pass");
        } else {
            return Observed::open;
        }
        return Observed::unclear;
    }

    Observed view_silent(const Attempt& attempt) {
        if (dropped(attempt)) return Observed::closed;
        const auto* lost = find(observation_.doubts, DoubtCause::evidence_lost);
        if (lost != nullptr) {
            add(DoubtCause::evidence_lost, "no answer, and evidence was lost: " + lost->text);
        } else if (attempt.end == AttemptEnd::dropped) {
            add(DoubtCause::silence, "ended as dropped, yet there is no drop event");
        } else if (attempt.reached >= Milestone::tcp) {
            add(DoubtCause::silence, "connected, then silence");
        } else if (grounds_.drop_evidence) {
            add(DoubtCause::silence, "silence without a drop event, though this backend records every drop");
        } else if (grounds_.control == ControlState::not_needed) {
            add(DoubtCause::silence, "silence, and neither a drop event nor a positive control");
        } else {
            return Observed::closed;
        }
        return Observed::unclear;
    }

    // Some are open and some closed.
    void explain_difference(const std::vector<Observed>& views) {
        std::vector<std::string> by_path;
        bool named = true;
        for (size_t i = 0; i < views.size(); ++i) {
            const auto& path = observation_.attempts[i].path;
            const std::string text = std::string(to_string(views[i])) + " by " + path;
            named = named && !path.empty();
            if (std::find(by_path.begin(), by_path.end(), text) == by_path.end()) by_path.push_back(text);
        }
        if (named) return add(DoubtCause::paths_disagree, enumerate(by_path));
        add(DoubtCause::contradictory, "attempts differ: some were answered, others were dropped");
    }

    void examine_control() {
        if (grounds_.control == ControlState::failed) {
            add(DoubtCause::control_failed, "the positive control failed: this flow was not open with nothing applied");
        } else if (grounds_.control == ControlState::missing) {
            add(DoubtCause::no_control, "no positive control: it is not known whether this flow was ever open");
        }
    }

    const Observation& observation_;
    const Grounds& grounds_;
    std::vector<Doubt> doubts_;
};

}  // namespace

std::string Conclusion::reason() const {
    std::vector<std::string> texts;
    texts.reserve(doubts.size());
    for (const auto& doubt : doubts) texts.push_back(doubt.text);
    return join(texts, "; ");
}

Conclusion conclude(const Observation& observation, const Grounds& grounds) {
    return Examination(observation, grounds).conclude();
}

HealthState conclude(const HealthCheck& check) {
    return check.doubts.empty() ? check.state : HealthState::unclear;
}

bool answers_as(const std::string& answered_by, const std::string& expected) {
    if (expected.empty() || answered_by == expected) return true;
    const std::string who = answered_by.substr(0, answered_by.find(' '));
    const size_t at = who.rfind('@');
    return who == expected || who.substr(0, at) == expected ||
           (at != std::string::npos && who.substr(at + 1) == expected);
}

}  // namespace pgreach
