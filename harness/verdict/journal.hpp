#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "base/unique_fd.hpp"
#include "model/record.hpp"

namespace pgreach::verdict {

// Where a run puts down what it sees, as it sees it, so that a run that is killed leaves what it knew.
class Journal {
  public:
    virtual ~Journal() = default;
    // The record without its controls and scenarios; the last one counts.
    virtual Result<void> note(const Record& record) = 0;
    virtual Result<void> add(const ControlRecord& control) = 0;
    // Begins a scenario; its steps follow.
    virtual Result<void> begin(const ScenarioRecord& scenario) = 0;
    virtual Result<void> add(const StepRecord& step) = 0;
};

// Keeps nothing.
class NoJournal final : public Journal {
  public:
    Result<void> note(const Record&) override { return {}; }
    Result<void> add(const ControlRecord&) override { return {}; }
    Result<void> begin(const ScenarioRecord&) override { return {}; }
    Result<void> add(const StepRecord&) override { return {}; }
};

// A file with one line of JSON for each call, which parse_record reads as an incomplete record.
class FileJournal final : public Journal {
  public:
    // What the file held before is kept until there is something to note.
    explicit FileJournal(std::filesystem::path path) : path_(std::move(path)) {}

    Result<void> note(const Record& record) override;
    Result<void> add(const ControlRecord& control) override;
    Result<void> begin(const ScenarioRecord& scenario) override;
    Result<void> add(const StepRecord& step) override;

  private:
    Result<void> append(const std::string& line);

    std::filesystem::path path_;
    UniqueFd file_;
};

}  // namespace pgreach::verdict
