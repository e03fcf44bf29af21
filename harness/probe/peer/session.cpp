#include "probe/peer/session.hpp"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <map>

#include "probe/lines.hpp"
#include "probe/peer/handover.hpp"
#include "probe/peer/trial.hpp"
#include "probe/peer/watching.hpp"
#include "probe/protocol.hpp"
#include "proc/pipe.hpp"

#ifndef PGREACH_VERSION
#define PGREACH_VERSION "0"
#endif

namespace pgreach::probe {
namespace {

// A batch that is worked off.
struct Task {
    Batch batch;
    size_t next = 0;  // the first flow that was not begun
    std::vector<std::unique_ptr<Trial>> trials = {};
    std::map<int, std::string> told = {};  // the address of each flow that was reported as started

    bool room() const {
        const auto window = static_cast<size_t>(batch.window);
        return next < batch.flows.size() && (batch.window == 0 || trials.size() < window);
    }
    bool finished() const { return trials.empty() && next == batch.flows.size(); }
};

class Session {
  public:
    Session(int in, int out) : in_(in), out_(out) {}

    int run() {
        report(Hello{PGREACH_VERSION, protocol_version});
        for (;;) {
            const bool writes = flush_in_time();
            if (lost() && !orphaned()) orphan();
            if (!orphaned() && (!writes || (ended_ && tasks_.empty()))) break;
            if (orphaned() && SteadyClock().now() >= alone_until_) break;
            await();
            go_on();
            report_done();
        }
        return broken_ ? 3 : 0;
    }

  private:
    void report(const Message& what) {
        unsent_ += to_line(what);
        send_by_ = TimePoint::min();
    }

    // What nobody waits for as long as the batch is not done: each line on its own costs a whole chain of relays its
    // turn.
    void report_soon(const Message& what) {
        constexpr auto patience = std::chrono::milliseconds(20);
        if (unsent_.empty()) send_by_ = SteadyClock().now() + patience;
        unsent_ += to_line(what);
    }

    bool flush_in_time() { return unsent_.empty() || send_by_ > SteadyClock().now() ? !broken_ : flush(); }

    // Waits as long as the reader makes us wait: nothing that comes meanwhile is lost.
    bool flush() {
        std::string_view left = unsent_;
        while (!left.empty() && !broken_) {
            const auto done = proc::write_some(out_, left);
            broken_ = done == proc::Transfer::closed;
            pollfd writable{out_, POLLOUT, 0};
            if (done == proc::Transfer::blocked) ::poll(&writable, 1, -1);
        }
        unsent_.clear();
        return !broken_;
    }

    // The stream ended though nobody asked us to end.
    bool lost() const { return broken_ || (ended_ && !dismissed_); }
    bool orphaned() const { return static_cast<bool>(offer_); }

    // A watch that has a name goes on and waits for whoever asks for it.
    void orphan() {
        if (!watching_ || watching_->instruction().name.empty() || dismissed_) return;
        auto offer = offer_stream(watching_->instruction().name);
        if (!offer) return;
        offer_ = *std::move(offer);
        alone_until_ = SteadyClock().now() + Duration(watching_->instruction().orphaned_us);
        tasks_.clear();
        unsent_.clear();
        ended_ = true;
    }

    void be_resumed() {
        auto stream = accept_stream(offer_.get());
        if (!stream) return;
        stream_ = *std::move(stream);
        in_ = out_ = stream_.get();
        offer_.reset();
        lines_ = Lines();
        ended_ = broken_ = false;
        report(Hello{PGREACH_VERSION, protocol_version});
    }

    void await() {
        const TimePoint before = SteadyClock().now();
        std::vector<pollfd> watched{{orphaned() ? offer_.get() : ended_ ? -1 : in_, POLLIN, 0}};
        std::vector<Trial*> trials;
        TimePoint wake = unsent_.empty() ? TimePoint::max() : send_by_;
        if (orphaned()) wake = alone_until_;
        for (auto& task : tasks_) {
            for (auto& trial : task.trials) {
                const Wait wait = trial->wait();
                watched.push_back({wait.fd, wait.events, 0});
                trials.push_back(trial.get());
                wake = std::min({wake, wait.wake, trial->deadline()});
            }
        }
        const size_t of_watch = watched.size();
        if (watching_) wake = std::min(wake, watching_->wait(watched));
        if (!poll_until(watched, wake)) ended_ = broken_ = true;
        for (size_t i = 0; i < trials.size(); ++i) advance(*trials[i], watched[i + 1].revents != 0, before);
        if (watching_) watching_->go_on(&watched[of_watch]);
        if (watched[0].revents == 0) return;
        if (orphaned()) return be_resumed();
        read_instructions();
    }

    // To the microsecond: connections of a watch begin every few milliseconds.
    static bool poll_until(std::vector<pollfd>& descriptors, TimePoint wake) {
        const auto left = std::max(wake - SteadyClock().now(), TimePoint::duration::zero());
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const timespec timeout{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
        const bool forever = wake == TimePoint::max();
        return ::ppoll(descriptors.data(), descriptors.size(), forever ? nullptr : &timeout, nullptr) >= 0 ||
               errno == EINTR;
    }

    // What came is looked at before the clock is, so that a late look never turns an answer into silence.
    static void advance(Trial& trial, bool ready, TimePoint before) {
        if (ready || trial.wait().wake <= SteadyClock().now()) trial.proceed();
        if (!trial.ended() && trial.deadline() <= before) trial.expire();
    }

    // Reports what happened, which makes room in the window, and begins what there is room for.
    void go_on() {
        for (auto& task : tasks_) {
            report_progress(task);
            while (task.room()) {
                const std::chrono::milliseconds limit(task.batch.timeout_ms), hold(task.batch.hold_ms);
                task.trials.push_back(std::make_unique<Trial>(task.batch.flows[task.next++], limit, hold));
                task.trials.back()->begin();
                report_progress(task);
            }
        }
    }

    void report_done() {
        for (const auto& task : tasks_) {
            if (task.finished()) report(Done{task.batch.number});
        }
        std::erase_if(tasks_, [](const Task& task) { return task.finished(); });
    }

    void report_progress(Task& task) {
        for (const auto& trial : task.trials) {
            const Attempt& attempt = trial->attempt();
            if (!attempt.source.empty() && task.told[trial->id()] != attempt.source) {
                task.told[trial->id()] = attempt.source;
                report(Started{task.batch.number, trial->id(), attempt.source, attempt.destination});
            }
            if (trial->ended()) report_soon(Attempted{task.batch.number, trial->id(), attempt});
        }
        std::erase_if(task.trials, [](const auto& trial) { return trial->ended(); });
    }

    void read_instructions() {
        if (proc::read_some(in_, lines_.buffer()) == proc::Transfer::closed) ended_ = true;
        while (const auto line = lines_.next()) obey(*line);
        if (lines_.overlong()) {
            report(Complaint{"a line is longer than any batch"});
            ended_ = true;
        }
    }

    void obey(std::string_view line) {
        if (line.empty()) return;
        auto instruction = parse_instruction(line);
        if (!instruction) return report(Complaint{instruction.error().message});
        std::visit([this](auto& one) { carry_out(one); }, *instruction);
    }

    void carry_out(Batch& batch) {
        tasks_.push_back({std::move(batch)});
        go_on();
    }
    void carry_out(const End&) { ended_ = dismissed_ = true; }
    void carry_out(Watch& watch) {
        auto watching = Watching::create(std::move(watch));
        if (!watching) return report(Complaint{watching.error().message});
        watching_.emplace(*std::move(watching));
    }
    void carry_out(const Unwatch& unwatch) {
        if (watching_ && watching_->number() == unwatch.watch) watching_->stop();
    }
    void carry_out(const Tell& tell) {
        if (watching_ && watching_->number() == tell.watch) report(watching_->tell(tell.since));
    }
    void carry_out(const AskTime& ask) { report(Time{ask.question, now_us()}); }
    void carry_out(const Go& go) {
        for (auto& task : tasks_) {
            if (task.batch.number != go.batch) continue;
            task.batch.hold_ms = 0;
            for (auto& trial : task.trials) trial->release();
        }
    }
    void carry_out(const Cancel& cancel) {
        for (auto& task : tasks_) {
            if (task.batch.number != cancel.batch) continue;
            for (auto& trial : task.trials) {
                if (trial->id() == cancel.id && !trial->ended()) trial->cancel(cancel.reason);
            }
        }
    }

    int in_;
    int out_;
    Lines lines_;
    std::string unsent_;
    TimePoint send_by_{};
    std::deque<Task> tasks_;
    std::optional<Watching> watching_;
    UniqueFd offer_;           // while the stream is lost
    TimePoint alone_until_{};  // and then nobody is waited for any longer
    UniqueFd stream_;          // of whoever resumed it
    bool dismissed_ = false;   // told to end
    bool ended_ = false;
    bool broken_ = false;
};

}  // namespace

int serve(int in, int out) {
    // OpenSSL writes to sockets without asking that a target which hangs up raise no signal.
    ::signal(SIGPIPE, SIG_IGN);
    return Session(in, out).run();
}

}  // namespace pgreach::probe
