#include "probe/peer/run_log.hpp"

#include <algorithm>

namespace pgreach::probe {

void RunLog::add(int id, ConnectionKind kind, const Sample& sample) {
    const auto [at, first] = open_.try_emplace({id, kind});
    WatchRun& run = at->second.run;
    const std::int64_t step = first ? 0 : sample.begin_us - run.last_begin_us;
    if (first || run.outcome != sample.outcome) {
        if (!first) end(std::move(at->second));
        at->second = {id, {kind, sample.outcome, 0, sample.begin_us, sample.sent_us}};
        run.error = sample.error;
    }
    ++run.count;
    run.last_begin_us = sample.begin_us;
    run.last_sent_us = sample.sent_us;
    run.longest_step_us = std::max(run.longest_step_us, step);
    run.slowest_us = std::max(run.slowest_us, sample.took_us);
}

void RunLog::end(FlowRun run) {
    ended_.push_back(std::move(run));
    if (ended_.size() <= most_) return;
    ended_.pop_front();
    ++first_;
}

Told RunLog::tell(int watch, std::int64_t since) const {
    Told told{watch, std::max(since, first_)};
    const auto skipped = std::min(static_cast<size_t>(told.first - first_), ended_.size());
    told.ended.assign(ended_.begin() + static_cast<std::ptrdiff_t>(skipped), ended_.end());
    for (const auto& [series, run] : open_) told.open.push_back(run);
    return told;
}

}  // namespace pgreach::probe
