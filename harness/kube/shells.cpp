#include "kube/shells.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "proc/pipe.hpp"

namespace pgreach::kube {
namespace {

// Behind each answer: this and the exit code, on a line of their own.
constexpr std::string_view mark = "\n---pgreach--- ";

std::string line_for(const std::vector<std::string>& argv) {
    std::vector<std::string> words;
    words.reserve(argv.size());
    for (const auto& argument : argv) words.push_back(shell_quote(argument));
    return join(words, " ") + R"( </dev/null; printf '\n---pgreach--- %d\n' $?)" + "\n";
}

// Takes the answer from the front of what was read; nothing while its end has not come.
std::optional<proc::Completed> take_answer(std::string& read) {
    const size_t end = read.find(mark);
    const size_t line = end == std::string::npos ? end : read.find('\n', end + mark.size());
    if (line == std::string::npos) return std::nullopt;
    proc::Completed completed;
    std::from_chars(read.data() + end + mark.size(), read.data() + line, completed.exit.code);
    completed.out = read.substr(0, end);
    read.erase(0, line + 1);
    return completed;
}

}  // namespace

// One of them, for one question at a time.
class Shells::Shell {
  public:
    // What came of a question; nothing where the shell ended before it had answered.
    using Answer = std::optional<Result<proc::Completed>>;

    Shell(proc::ChildStarter& starter, proc::Command command, const StopSignal& stop)
        : starter_(starter), command_(std::move(command)), stop_(stop) {}

    Result<proc::Completed> ask(const std::string& line, Duration limit) {
        const std::lock_guard<std::mutex> alone(mutex_);
        if (child_) {
            if (auto answer = exchange(line, limit)) return *std::move(answer);
        }
        if (auto started = start(); !started) return std::move(started).error();
        if (auto answer = exchange(line, limit)) return *std::move(answer);
        return ended();
    }

    // It ends at the end of its input.
    void send_exit() {
        const std::lock_guard<std::mutex> alone(mutex_);
        if (child_) child_->input().reset();
    }
    void end() {
        const std::lock_guard<std::mutex> alone(mutex_);
        if (child_) child_->wait(SteadyClock().now() + std::chrono::milliseconds(500));
        child_.reset();
    }

  private:
    Result<void> start() {
        proc::Attachment attachment;
        attachment.standard_error = proc::StreamTo::pipe;
        attachment.die_with_parent = false;  // that would be the thread; it ends with its standard input
        out_.clear();
        err_.clear();
        auto child = starter_.start(command_, attachment);
        if (!child) return std::move(child).error();
        for (UniqueFd* end : {&child->input(), &child->output(), &child->error()}) proc::set_nonblocking(end->get());
        child_.emplace(*std::move(child));
        return {};
    }

    Answer exchange(std::string_view unsent, Duration limit) {
        const TimePoint deadline = SteadyClock().now() + limit;
        while (true) {
            if (auto completed = take_answer(out_)) {
                completed->err = said();
                return Result<proc::Completed>(*std::move(completed));
            }
            if (stop_.requested()) return give_up({ErrorKind::interrupted, "interrupted"});
            if (SteadyClock().now() >= deadline) {
                const double seconds = std::chrono::duration<double>(limit).count();
                return give_up(environment_error(fmt::format("no answer within {:g} s", seconds)));
            }
            if (!transfer(unsent, deadline)) return std::nullopt;
        }
    }

    // False where the shell has ended.
    bool transfer(std::string_view& unsent, TimePoint deadline) {
        std::array<pollfd, 4> watched = {{{child_->output().get(), POLLIN, 0},
                                          {child_->error().get(), POLLIN, 0},
                                          {unsent.empty() ? -1 : child_->input().get(), POLLOUT, 0},
                                          {stop_.fd(), POLLIN, 0}}};
        if (::poll(watched.data(), watched.size(), poll_timeout(deadline, SteadyClock().now())) <= 0) return true;
        if (watched[1].revents != 0 && proc::read_some(child_->error().get(), err_) == proc::Transfer::closed) {
            child_->error().reset();
        }
        if (watched[2].revents != 0) (void)proc::write_some(child_->input().get(), unsent);
        return watched[0].revents == 0 || proc::read_some(child_->output().get(), out_) != proc::Transfer::closed;
    }

    // What came on the other stream until now.
    std::string said() {
        if (child_->error()) (void)proc::read_some(child_->error().get(), err_);
        return std::exchange(err_, {});
    }

    // What it may still answer would be taken for the answer to the next question.
    Answer give_up(Error error) {
        child_.reset();
        return Result<proc::Completed>(std::move(error));
    }

    Result<proc::Completed> ended() {
        const auto exit = child_->wait(SteadyClock().now() + std::chrono::milliseconds(500));
        proc::Completed completed{exit.value_or(proc::Exit{}), std::move(out_), said()};
        child_.reset();
        if (completed.exit.success()) completed.exit.code = 1;  // without an answer it is none
        return completed;
    }

    proc::ChildStarter& starter_;
    const proc::Command command_;
    const StopSignal& stop_;
    std::mutex mutex_;
    std::optional<proc::Child> child_;
    std::string out_;
    std::string err_;
};

Shells::Shells(proc::ChildStarter& starter, const Kubectl& kubectl, const StopSignal& stop)
    : starter_(starter), kubectl_(kubectl), stop_(stop) {}
Shells::~Shells() {
    end();
}

Result<std::string> Shells::ask(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                                Duration limit) {
    auto completed = shell_in(pod, container)->ask(line_for(argv), limit);
    const auto command = [&] { return kubectl_.exec_command(pod, container, std::move(argv), false); };
    if (!completed) return std::move(completed).error().in(proc::describe(command()));
    if (!completed->exit.success()) return proc::failure(command(), *completed);
    return std::move(completed->out);
}

void Shells::end() {
    const std::lock_guard<std::mutex> alone(mutex_);
    for (auto& [where, shell] : shells_) shell->send_exit();
    for (auto& [where, shell] : shells_) shell->end();
    shells_.clear();
}

std::shared_ptr<Shells::Shell> Shells::shell_in(const ObjectName& pod, const std::string& container) {
    const std::lock_guard<std::mutex> alone(mutex_);
    auto& shell = shells_[{pod.ns + "/" + pod.name, container}];
    if (!shell) shell = std::make_shared<Shell>(starter_, kubectl_.exec_command(pod, container, {"sh"}, true), stop_);
    return shell;
}

}  // namespace pgreach::kube
