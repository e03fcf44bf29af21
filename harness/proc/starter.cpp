#include "proc/starter.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <boost/process/child.hpp>
#include <boost/process/error.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/search_path.hpp>
#include <cerrno>
#include <cstring>

#include "base/file.hpp"
#include "proc/before_exec.hpp"
#include "proc/pipe.hpp"

namespace pgreach::proc {
namespace {

namespace bp = boost::process;

// argv or environment as execve(2) wants it.
class Strings {
  public:
    explicit Strings(std::vector<std::string> strings) : strings_(std::move(strings)) {
        pointers_.reserve(strings_.size() + 1);
        for (auto& text : strings_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    char** data() { return pointers_.data(); }

  private:
    std::vector<std::string> strings_;
    std::vector<char*> pointers_;
};

Strings environment_with(const std::vector<Variable>& added) {
    std::vector<std::string> all;
    all.reserve(added.size());
    for (const auto& variable : added) all.push_back(variable.name + "=" + variable.value);
    for (char** ours = environ; *ours != nullptr; ++ours) {
        const std::string name(*ours, std::strcspn(*ours, "="));
        const bool replaced = std::any_of(added.begin(), added.end(), [&](const auto& v) { return v.name == name; });
        if (!replaced) all.emplace_back(*ours);
    }
    return Strings(std::move(all));
}

// Hooks into Boost.Process. Its own error pipe is not used (`ignore_error`): in 1.74 it is not close-on-exec, a failed
// child stays a zombie, and a hook that fails cannot stop the exec.
struct Hooks : bp::extend::handler {
    const ChildPlan& plan;
    const char* program;
    char** arguments;
    char** environment;

    Hooks(const ChildPlan& p, const char* exe, char** argv, char** env)
        : plan(p), program(exe), arguments(argv), environment(env) {}

    template <typename Executor>
    void on_setup(Executor& executor) const {
        executor.exe = program;
        executor.cmd_line = arguments;
        executor.env = environment;
    }
    template <typename Executor>
    void on_exec_setup(Executor&) const {
        before_exec(plan);
    }
    template <typename Executor>
    void on_exec_error(Executor&, const std::error_code&) const {
        give_up(plan, "exec");
    }
};

std::string program_path(const std::string& name) {
    if (name.find('/') != std::string::npos) return name;
    return bp::search_path(name).string();
}

// Not pidfd_open(3): the header of glibc 2.36 forgets that it is C.
UniqueFd open_pidfd(pid_t pid) {
    return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

struct Stream {
    UniqueFd ours;
    UniqueFd theirs;
};

Result<Stream> make_stream(StreamTo to, bool child_reads) {
    if (to == StreamTo::inherit) return Stream{};
    if (to == StreamTo::null) {
        UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
        if (!null) return system_error("cannot open /dev/null", errno);
        return Stream{{}, std::move(null)};
    }
    auto pipe = make_pipe();
    if (!pipe) return std::move(pipe).error();
    Stream stream;
    stream.ours = std::move(child_reads ? pipe->write : pipe->read);
    stream.theirs = std::move(child_reads ? pipe->read : pipe->write);
    set_nonblocking(stream.ours.get());
    return stream;
}

Result<pid_t> spawn(const Command& command, const std::string& program, const ChildPlan& plan) {
    Strings arguments(command.argv);
    Strings environment = environment_with(command.environment);
    try {
        bp::child child(Hooks(plan, program.c_str(), arguments.data(), environment.data()), bp::ignore_error);
        const pid_t pid = child.id();
        child.detach();
        if (pid <= 0) return system_error("cannot fork", errno);
        return pid;
    } catch (const std::exception& exception) {
        return environment_error(exception.what());
    }
}

// Nothing when the child got as far as exec, which closes its end of the report.
std::optional<StartFailure> await_exec(int report) {
    StartFailure told;
    ssize_t count = 0;
    do {
        count = ::read(report, &told, sizeof told);
    } while (count < 0 && errno == EINTR);
    if (count != static_cast<ssize_t>(sizeof told)) return std::nullopt;
    return told;
}

Error cannot_start(const Command& command, const std::string& reason) {
    return environment_error("cannot start " + command.argv.front() + ": " + reason, "command: " + describe(command));
}

std::string reason_of(const StartFailure& told) {
    const std::string step = told.step.data();
    const std::string system = std::strerror(told.error_number);
    return step == "exec" ? system : step + ": " + system;
}

}  // namespace

Result<Child> BoostChildStarter::start(const Command& command, const Attachment& attachment) {
    if (command.argv.empty()) return Error{ErrorKind::internal, "a command without a program"};
    const std::string program = program_path(command.argv.front());
    if (program.empty()) return cannot_start(command, "not found in PATH");

    auto input = make_stream(attachment.standard_input, true);
    auto output = make_stream(attachment.standard_output, false);
    auto error = make_stream(attachment.standard_error, false);
    auto report = make_pipe();
    if (!input) return std::move(input).error();
    if (!output) return std::move(output).error();
    if (!error) return std::move(error).error();
    if (!report) return std::move(report).error();

    const int errors = attachment.error_descriptor >= 0 ? attachment.error_descriptor : error->theirs.get();
    const ChildPlan plan{attachment, {input->theirs.get(), output->theirs.get(), errors}, report->write.get()};
    auto pid = spawn(command, program, plan);
    if (!pid) return cannot_start(command, pid.error().message);
    report->write.reset();
    Child child(*pid, open_pidfd(*pid), std::move(input->ours), std::move(output->ours), std::move(error->ours));
    if (const auto told = await_exec(report->read.get())) return cannot_start(command, reason_of(*told));
    return child;
}

}  // namespace pgreach::proc
