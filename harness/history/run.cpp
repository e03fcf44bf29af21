#include "history/run.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "diff/environment.hpp"
#include "diff/times.hpp"
#include "verdict/judge.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::history {
namespace {

std::map<std::string, double> medians_of(const Record& record) {
    std::map<std::string, double> medians;
    for (const auto& kind : diff::time_kinds()) {
        std::vector<double> values;
        for (const auto& scenario : record.scenarios) {
            for (const auto& step : scenario.steps) values.push_back(static_cast<double>(kind.of(step)));
        }
        if (!values.empty()) medians[kind.name] = diff::median(std::move(values));
    }
    return medians;
}

// "enforced: policy created, closed to new connections"
std::string name_of(const WatchRecord& watch, const verdict::Enforcement& enforced) {
    const auto& change = watch.changes.at(enforced.change);
    return fmt::format("enforced: {} ({}), {} {} connections", change.name, change.change,
                       enforced.to == Verdict::deny ? "closed to" : "open to",
                       enforced.kind == ConnectionKind::fresh ? "new" : "established");
}

std::map<std::string, double> medians_of(const WatchRecord& watch, const verdict::WatchVerdict& verdict) {
    std::map<std::string, double> medians;
    for (const auto& enforced : verdict.enforcement) {
        std::vector<double> values;
        for (const auto took : enforced.took_us) values.push_back(static_cast<double>(took) / 1000);
        if (!values.empty()) medians[name_of(watch, enforced)] = diff::median(std::move(values));
    }
    return medians;
}

}  // namespace

std::string digest_of(const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot compute SHA-256");
    }
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest.at(i));
    return hex;
}

std::string usual_series(const Record& record) {
    return diff::place_of(record) + (record.watch ? ", watch of " + record.watch->scenario : "");
}

Run run_of(const Record& record, const std::string& series) {
    Run run{.key = digest_of(series + '\n' + verdict::to_json(record)), .series = series, .started = record.started};
    run.place = diff::place_of(record);
    run.command = record.command;
    const auto verdict = verdict::judge(record);
    run.exit = verdict.exit;
    run.incomplete = diff::incompleteness(record);
    run.times = record.watch && verdict.watch ? medians_of(*record.watch, *verdict.watch) : medians_of(record);
    std::map<std::string, Picture> pictures;
    for (auto& [key, cell] : diff::cells_of(verdict)) pictures[key.scenario].emplace(key, cell);
    const auto durations = diff::scenario_times(record);
    for (auto& [name, picture] : pictures) {
        const auto duration = durations.find(name);
        run.scenarios[name] = {std::make_shared<const Picture>(std::move(picture)),
                               duration == durations.end() ? 0 : duration->second};
    }
    return run;
}

}  // namespace pgreach::history
