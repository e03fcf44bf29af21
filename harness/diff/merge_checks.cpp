#include "diff/merge_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "diff/environment.hpp"
#include "diff/times.hpp"
#include "verdict/record_json.hpp"

namespace pgreach::diff {
namespace {

// What a machine has of its own decides nothing.
bool is_of_machine(const Aspect& aspect) {
    static const std::set<std::string> names = {"kernel", "nftables", "docker", "kind", "kubectl", "helm"};
    return names.contains(aspect.name);
}

Result<void> check_environments(const Part& first, const Part& second) {
    if (second.record.audit) return not_one_run(second.name + " was made in audit mode: nothing of it is judged");
    if (second.record.watch) return not_one_run(second.name + " is of a watch: it holds no scenarios");
    auto aspects = compare_environments(first.record, second.record);
    std::erase_if(aspects, is_of_machine);
    if (!aspects.empty()) {
        return not_one_run(fmt::format("{} were made in different environments: {} {} and {}", both(first, second),
                                       aspects[0].name, aspects[0].before, aspects[0].after));
    }
    if (first.record.drop_evidence == second.record.drop_evidence) return {};
    return not_one_run("only one of " + both(first, second) + " records every drop");
}

bool same_steps(const PlannedScenario& one, const PlannedScenario& other) {
    return one.name == other.name && one.participants == other.participants &&
           std::equal(
               one.steps.begin(), one.steps.end(), other.steps.begin(), other.steps.end(),
               [](const PlannedStep& a, const PlannedStep& b) { return a.name == b.name && a.applies == b.applies; });
}

Result<void> check_shards(const Part& first, const Part& second) {
    const auto& one = first.record.shard;
    const auto& other = second.record.shard;
    if (one.has_value() != other.has_value()) {
        return not_one_run(
            fmt::format("{} is a shard, {} is none", one ? first.name : second.name, one ? second.name : first.name));
    }
    if (!one) return {};
    if (one->count != other->count) {
        return not_one_run(
            fmt::format("{} is one of {} shards, {} one of {}", first.name, one->count, second.name, other->count));
    }
    if (std::equal(one->whole.begin(), one->whole.end(), other->whole.begin(), other->whole.end(), same_steps))
        return {};
    return not_one_run(both(first, second) + " are shards of runs of different scenarios");
}

// Shards of one night wait for machines, and a job is started again; no run takes longer than this.
constexpr std::int64_t longest_run_s = 86400;

Result<void> check_starts(const std::vector<Part>& parts) {
    std::vector<std::pair<std::int64_t, const Part*>> starts;
    for (const auto& part : parts) {
        const auto start = seconds_of(part.record.started);
        if (!start) return not_one_run(part.name + " does not tell when it started");
        starts.emplace_back(*start, &part);
    }
    const auto earlier = [](const auto& one, const auto& other) { return one.first < other.first; };
    const auto [first, last] = std::minmax_element(starts.begin(), starts.end(), earlier);
    if (last->first - first->first <= longest_run_s) return {};
    return not_one_run(fmt::format("{} started {}, {} only {}: more than 24 hours later", first->second->name,
                                   first->second->record.started, last->second->name, last->second->record.started));
}

// All that a record tells of them.
std::string text_of(const Participants& participants) {
    Record record;
    record.participants = {participants};
    return verdict::to_json(record);
}

Result<void> check_participants(const std::vector<Part>& parts) {
    std::map<std::string, std::pair<std::string, const Part*>> known;
    for (const auto& part : parts) {
        for (const auto& participants : part.record.participants) {
            const auto text = text_of(participants);
            const auto place = known.try_emplace(participants.name, text, &part).first;
            if (place->second.first == text) continue;
            return not_one_run(fmt::format("{} have different participants by the name {}",
                                           both(*place->second.second, part), participants.name));
        }
    }
    return {};
}

std::set<std::string> controlled_before(const Record& record) {
    std::set<std::string> names;
    for (const auto& control : record.controls) {
        if (control.when == "before") names.insert(control.participants);
    }
    return names;
}

// The control of one part says nothing of the environment of another.
Result<void> check_controls(const std::vector<Part>& parts) {
    std::map<std::string, const Part*> controlled;
    for (const auto& part : parts) {
        for (const auto& name : controlled_before(part.record)) controlled.emplace(name, &part);
    }
    for (const auto& part : parts) {
        const auto own = controlled_before(part.record);
        for (const auto& scenario : part.record.scenarios) {
            const auto other = controlled.find(scenario.participants);
            if (own.contains(scenario.participants) || other == controlled.end()) continue;
            return not_one_run(fmt::format("{} has a control of the participants {} before its scenarios, {} has none",
                                           other->second->name, scenario.participants, part.name));
        }
    }
    return {};
}

}  // namespace

Error not_one_run(const std::string& why) {
    return input_error("these are no parts of one run: " + why, "to compare runs with each other use pgreach diff");
}

std::string both(const Part& first, const Part& second) {
    return first.name + " and " + second.name;
}

Result<void> check_parts(const std::vector<Part>& parts) {
    for (const auto& part : parts) {
        if (auto checked = check_environments(parts.front(), part); !checked) return checked;
        if (auto checked = check_shards(parts.front(), part); !checked) return checked;
    }
    if (auto checked = check_starts(parts); !checked) return checked;
    if (auto checked = check_participants(parts); !checked) return checked;
    return check_controls(parts);
}

}  // namespace pgreach::diff
