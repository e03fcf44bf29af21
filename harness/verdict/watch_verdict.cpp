#include "verdict/watch_verdict.hpp"

#include <algorithm>
#include <numeric>

#include "verdict/watch_series.hpp"

namespace pgreach::verdict {
namespace {

constexpr std::array kinds = {ConnectionKind::fresh, ConnectionKind::established};

class WatchJudge {
  public:
    explicit WatchJudge(const WatchRecord& watch) : watch_(watch) {}

    WatchVerdict judge() {
        verdict_.outage_us.assign(watch_.flows.size(), 0);
        if (watch_.changes.empty()) return nothing_known();
        for (const auto kind : kinds) {
            measure(kind);
            for (size_t flow = 0; flow < watch_.flows.size(); ++flow) look_at(flow, kind);
            for (size_t change = 1; change < watch_.changes.size(); ++change) time(change, kind);
        }
        for (size_t flow = 0; flow < watch_.flows.size(); ++flow) {
            if (unsure(flow)) verdict_.unsure.push_back(flow);
        }
        const auto earlier = [](const WatchWindow& a, const WatchWindow& b) { return a.from_us < b.from_us; };
        std::stable_sort(verdict_.leaks.begin(), verdict_.leaks.end(), earlier);
        std::stable_sort(verdict_.outages.begin(), verdict_.outages.end(), earlier);
        return std::move(verdict_);
    }

  private:
    WatchVerdict nothing_known() {
        for (size_t flow = 0; flow < watch_.flows.size(); ++flow) verdict_.unsure.push_back(flow);
        return std::move(verdict_);
    }

    void measure(ConnectionKind kind) {
        Resolution& resolution = verdict_.resolution[static_cast<size_t>(kind)];
        std::int64_t steps = 0, time = 0;
        for (size_t flow = 0; flow < watch_.flows.size(); ++flow) {
            const auto series = series_of(watch_.flows[flow], kind);
            for (const auto* run : series) {
                steps += run->count;
                resolution.longest_step_us = std::max(resolution.longest_step_us, run->longest_step_us);
            }
            if (!series.empty()) time += series.back()->last_begin_us - series.front()->first_begin_us;
            for (const auto& window : windows_in(control_period(watch_), series, flow)) {
                resolution.noise_us = std::max(resolution.noise_us, window.shortest_us());
            }
        }
        if (steps > 0) resolution.usual_step_us = time / steps;
    }

    void look_at(size_t flow, ConnectionKind kind) {
        const auto series = series_of(watch_.flows[flow], kind);
        std::int64_t sum = 0;
        for (const auto& period : periods_of(watch_, flow)) {
            for (auto& window : windows_in(period, series, flow)) {
                window.change = change_at(window.from_us);
                if (window.leak()) {
                    verdict_.leaks.push_back(window);
                } else if (window.shortest_us() <= verdict_.of(kind).noise_us) {
                    ++verdict_.within_noise;
                } else {
                    verdict_.outages.push_back(window);
                    sum += window.shortest_us();
                }
            }
        }
        verdict_.outage_us[flow] = std::max(verdict_.outage_us[flow], sum);
    }

    size_t change_at(std::int64_t when) const {
        size_t last = 0;
        while (last + 1 < watch_.changes.size() && watch_.changes[last + 1].begun_us <= when) ++last;
        return last;
    }

    // How long it takes to make a connection that stays says nothing of the policies, and one that was not there when
    // the change was asked for is not cut by it.
    void time(size_t change, ConnectionKind kind) {
        for (const auto to : {Verdict::deny, Verdict::allow}) {
            if (kind == ConnectionKind::established && to == Verdict::allow) continue;
            Enforcement enforcement{change, kind, to};
            const auto begun = watch_.changes[change].begun_us;
            for (size_t flow = 0; flow < watch_.flows.size(); ++flow) {
                const auto before = watch_.changes[change - 1].predictions.at(flow);
                const auto now = watch_.changes[change].predictions.at(flow);
                if (!before || now != to || before == now) continue;
                const auto series = series_of(watch_.flows[flow], kind);
                if (series.empty()) continue;
                if (kind == ConnectionKind::established && !stood_at(begun, series)) continue;
                if (const auto took = enforced_after(watch_, change, to, series)) {
                    enforcement.took_us.push_back(*took);
                } else {
                    enforcement.never.push_back(flow);
                }
            }
            std::sort(enforcement.took_us.begin(), enforcement.took_us.end());
            if (!enforcement.took_us.empty() || !enforcement.never.empty()) {
                verdict_.enforcement.push_back(std::move(enforcement));
            }
        }
    }

    // What was never open in the control was not closed by a policy afterwards, and a connection that was never made
    // was neither cut nor left alone.
    bool unsure(size_t place) const {
        const auto& flow = watch_.flows[place];
        const auto series = series_of(flow, ConnectionKind::fresh);
        const auto known = [](const WatchRun* run) { return as_predicted(*run, Verdict::allow).has_value(); };
        const auto control = control_period(watch_);
        const auto opened = [&](const WatchRun* run) {
            return run->outcome == SampleOutcome::answered && run->first_sent_us <= control.to_us;
        };
        const auto stays = series_of(flow, ConnectionKind::established);
        const auto answered = [](const WatchRun* run) { return run->outcome == SampleOutcome::answered; };
        const bool never_made = !stays.empty() && std::none_of(stays.begin(), stays.end(), answered);
        const auto periods = periods_of(watch_, place);
        const auto tried = [&](const Period& period) { return sampled(period, series); };
        return never_made || !flow.missing.empty() || !std::all_of(series.begin(), series.end(), known) ||
               !std::all_of(periods.begin(), periods.end(), tried) ||
               std::none_of(series.begin(), series.end(), opened);
    }

    const WatchRecord& watch_;
    WatchVerdict verdict_;
};

}  // namespace

WatchVerdict judge_watch(const WatchRecord& watch) {
    return WatchJudge(watch).judge();
}

}  // namespace pgreach::verdict
