#include "verdict/journal.hpp"

#include <fcntl.h>

#include <cerrno>

#include "base/file.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::verdict {

Result<void> FileJournal::note(const Record& record) {
    return append(journal_line(record));
}

Result<void> FileJournal::add(const ControlRecord& control) {
    return append(journal_line(control));
}

Result<void> FileJournal::begin(const ScenarioRecord& scenario) {
    return append(journal_line(scenario));
}

Result<void> FileJournal::add(const StepRecord& step) {
    return append(journal_line(step));
}

Result<void> FileJournal::append(const std::string& line) {
    if (!file_) file_ = UniqueFd(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
    if (!file_) return system_error("cannot write " + path_.string(), errno);
    return write_all(file_.get(), line, path_.string());
}

}  // namespace pgreach::verdict
