#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::backend {

// Everything that a run makes in a cluster carries this label, with the run's id as its value.
inline constexpr const char* run_label = "pgreach.dev/run";
// Beside it: the machine that the run is on, so that others leave it alone while it may live.
inline constexpr const char* host_label = "pgreach.dev/host";

// Names one run on this machine and tells others whether it lives: a file that is locked as long as the process is
// there, whatever ends it.
class RunLock {
  public:
    // Takes a new id. Fails where the folder cannot be written.
    static Result<RunLock> take(const std::string& state_dir);
    // Takes the lock of a given name; an environment error where a living process has it.
    static Result<RunLock> take(const std::string& state_dir, const std::string& name);

    const std::string& id() const { return id_; }
    // Removes the file: the name is free again.
    void release();

  private:
    RunLock(std::string path, std::string id, UniqueFd fd)
        : path_(std::move(path)), id_(std::move(id)), fd_(std::move(fd)) {}

    std::string path_;
    std::string id_;
    UniqueFd fd_;
};

// No run lasts longer; one that we know nothing else of may be alive as long.
inline constexpr auto longest_run = std::chrono::hours(2);

// A new id for a run: short, unique on this machine, fit for names and labels.
std::string new_run_id();

// Whether a living process of this machine holds the lock of that name.
bool is_alive(const std::string& state_dir, const std::string& name);

// Whether a process of ours took it and never released it, alive or dead.
bool has_lock(const std::string& state_dir, const std::string& name);

// Removes the lock that a dead run left; what a living one holds stays.
void forget_run(const std::string& state_dir, const std::string& name);
// Those whose locks a process left that has been dead for a while, in no order.
std::vector<std::string> dead_runs(const std::string& state_dir);
// Removes the locks of those so old that nothing depends on them. Those of clusters stay: they tell what is left of
// whom.
void forget_dead_runs(const std::string& state_dir);

// This machine's name, fit for a label.
std::string host_name();

// Lower-case letters, digits and dashes, at most `length`: what names of objects are made of.
std::string object_name(const std::string& text, size_t length = 63);

}  // namespace pgreach::backend
