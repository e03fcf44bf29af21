#include "cli/output_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "base/file.hpp"
#include "cli/console.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

Error refused(std::string message, const std::string& remedy) {
    return {ErrorKind::usage, std::move(message), "nothing was run; " + remedy};
}

Error cannot_write(const OutputFile& file) {
    return refused(system_error("cannot write " + file.path, errno).message,
                   "name a path in a folder that exists and is yours");
}

// A file that was opened to see whether it can be written. Where it is new it is removed again.
struct Trial {
    Trial(const OutputFile& tried, UniqueFd file, std::string new_file)
        : wanted(tried), opened(std::move(file)), created(std::move(new_file)) {
        known = opened.valid() && ::fstat(opened.get(), &status) == 0;
    }
    Trial(Trial&& other) noexcept = default;
    Trial& operator=(Trial&&) = delete;
    ~Trial() {
        if (opened.valid() && !created.empty()) ::unlink(created.c_str());
    }

    bool is_pipe() const { return known && S_ISFIFO(status.st_mode); }
    // Devices can be written by any number.
    bool is_same_file(const struct stat& other) const {
        return known && !S_ISCHR(status.st_mode) && status.st_dev == other.st_dev && status.st_ino == other.st_ino;
    }

    OutputFile wanted;
    UniqueFd opened;
    std::string created;  // path; empty where it was there before
    struct stat status {};
    bool known = false;
};

// Opening a pipe that nobody reads would wait for a reader, for ever perhaps.
Result<Trial> try_pipe(const OutputFile& file) {
    UniqueFd pipe(::open(file.path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    if (!pipe && errno == ENXIO) {
        return refused("cannot write " + file.path + ": nobody reads this pipe", "start its reader first");
    }
    if (!pipe) return cannot_write(file);
    ::fcntl(pipe.get(), F_SETFL, 0);  // from now on it may wait
    return Trial(file, std::move(pipe), "");
}

Result<Trial> try_file(const OutputFile& file) {
    std::error_code ignored;
    if (fs::is_fifo(file.path, ignored)) return try_pipe(file);
    const auto target = follow_links(file.path).string();
    UniqueFd created(::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (created) return Trial(file, std::move(created), target);
    UniqueFd existing(::open(file.path.c_str(), O_WRONLY | O_CLOEXEC));
    if (existing) return Trial(file, std::move(existing), "");
    return cannot_write(file);
}

// Of the files that were tried before, and of what the caller redirected to a file.
Result<void> check_apart(const Trial& trial, const std::vector<Trial>& earlier) {
    for (const auto& other : earlier) {
        if (other.known && trial.is_same_file(other.status)) {
            return refused(other.wanted.option + " and " + trial.wanted.option + " are the same file",
                           "give each a file of its own");
        }
    }
    constexpr std::array<std::pair<int, const char*>, 2> streams = {
        {{STDOUT_FILENO, "standard output"}, {STDERR_FILENO, "standard error"}}};
    for (const auto& [number, name] : streams) {
        struct stat status {};
        if (::fstat(number, &status) == 0 && trial.is_same_file(status)) {
            return refused(trial.wanted.option + " is where " + name + " goes", "give it a file of its own");
        }
    }
    return {};
}

}  // namespace

bool is_standard_output(const std::string& path) {
    constexpr std::array names = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"};
    return std::find(names.begin(), names.end(), path) != names.end();
}

Result<OutputFiles> OutputFiles::claim(const std::vector<OutputFile>& files) {
    std::vector<Trial> trials;  // all stay open until the last, or one that is removed could be mistaken for the next
    trials.reserve(files.size());
    const OutputFile* to_stdout = nullptr;
    for (const auto& file : files) {
        if (is_standard_output(file.path)) {
            if (to_stdout != nullptr) {
                return refused(to_stdout->option + " and " + file.option + " both go to standard output",
                               "give one of them a file");
            }
            to_stdout = &file;
            continue;
        }
        auto trial = try_file(file);
        if (!trial) return std::move(trial).error();
        if (auto apart = check_apart(*trial, trials); !apart) return std::move(apart).error();
        trials.push_back(*std::move(trial));
    }
    OutputFiles claimed;
    for (auto& trial : trials) {
        if (trial.is_pipe()) claimed.pipes_.emplace(trial.wanted.path, std::move(trial.opened));
    }
    return claimed;
}

Result<void> OutputFiles::write(const std::string& path, std::string_view content) const {
    if (is_standard_output(path)) {
        print(content);
        return {};
    }
    const auto pipe = pipes_.find(path);
    return pipe == pipes_.end() ? write_file(path, content) : write_all(pipe->second.get(), content, path);
}

}  // namespace pgreach::cli
