#include "cli/scenario_times.hpp"

#include "cli/record_command.hpp"
#include "diff/times.hpp"
#include "history/database.hpp"
#include "history/news.hpp"

namespace pgreach::cli {

Result<std::map<std::string, double>> read_scenario_times(const std::string& path) {
    if (history::is_database(path)) {
        const auto database = history::Database::open(path);
        if (!database) return database.error();
        const auto runs = database->runs();
        if (!runs) return runs.error();
        return history::scenario_times(*runs);
    }
    const auto record = read_record_file(path);
    if (!record) return record.error();
    return diff::scenario_times(*record);
}

}  // namespace pgreach::cli
