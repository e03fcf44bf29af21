#include "cli/record_command.hpp"

#include <filesystem>

#include "base/file.hpp"
#include "cli/console.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {

Result<Record> read_record_file(const std::string& path) {
    const auto text = read_file(path, verdict::largest_record);
    if (!text) return Error{ErrorKind::usage, text.error().message};
    auto record = verdict::parse_record(*text);
    if (!record) return Error(record.error()).in(path);
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) record->file = path;
    return record;
}

int show_record(const std::string& path, Output output) {
    const auto files = claim_reports(output);
    if (!files) return fail(files.error());
    const auto record = read_record_file(path);
    return record ? deliver(*record, output, *files) : fail(record.error());
}

}  // namespace pgreach::cli
