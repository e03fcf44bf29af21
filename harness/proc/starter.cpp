#include "proc/starter.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/file.hpp"
#include "proc/before_exec.hpp"
#include "proc/pipe.hpp"
#include "proc/search_path.hpp"

namespace pgreach::proc {
namespace {

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

// Everything is made before fork(2): of several threads only this one goes on in the child, perhaps while another held
// the allocator's lock.
Result<pid_t> spawn(const Command& command, const std::filesystem::path& program, const ChildSetup& setup) {
    Strings arguments(command.argv);
    Strings environment = environment_with(command.environment);
    const pid_t pid = ::fork();
    if (pid < 0) return system_error("cannot fork", errno);
    if (pid > 0) return pid;
    before_exec(setup);
    ::execve(program.c_str(), arguments.data(), environment.data());
    give_up(setup, "exec");
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

Result<Child> ForkingChildStarter::start(const Command& command, const Attachment& attachment) {
    if (command.argv.empty()) return Error{ErrorKind::internal, "a command without a program"};
    const auto program = find_program(command.argv.front());
    if (!program) return cannot_start(command, "not found in PATH");

    auto input = make_stream(attachment.standard_input, true);
    auto output = make_stream(attachment.standard_output, false);
    auto error = make_stream(attachment.standard_error, false);
    auto report = make_pipe();
    if (!input) return std::move(input).error();
    if (!output) return std::move(output).error();
    if (!error) return std::move(error).error();
    if (!report) return std::move(report).error();

    const int errors = attachment.error_descriptor >= 0 ? attachment.error_descriptor : error->theirs.get();
    const ChildSetup setup{attachment, {input->theirs.get(), output->theirs.get(), errors}, report->write.get()};
    auto pid = spawn(command, *program, setup);
    if (!pid) return cannot_start(command, pid.error().message);
    report->write.reset();
    Child child(*pid, open_pidfd(*pid), std::move(input->ours), std::move(output->ours), std::move(error->ours));
    if (const auto told = await_exec(report->read.get())) return cannot_start(command, reason_of(*told));
    return child;
}

}  // namespace pgreach::proc
