#include "cli/record_file.hpp"

#include "base/file.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::cli {

Result<Record> read_record_file(const std::string& path) {
    const auto text = read_file(path, verdict::largest_record);
    if (!text) return input_error(text.error().message);
    auto record = verdict::parse_record(*text);
    if (!record) return std::move(record).error().in(path);
    return record;
}

}  // namespace pgreach::cli
