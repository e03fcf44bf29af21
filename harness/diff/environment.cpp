#include "diff/environment.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"

namespace pgreach::diff {
namespace {

void add(std::vector<Aspect>& aspects, const std::string& name, const std::string& before, const std::string& after) {
    if (before != after) aspects.push_back({name, before, after});
}

void add_all(std::vector<Aspect>& aspects, const std::string& prefix, const std::map<std::string, std::string>& before,
             const std::map<std::string, std::string>& after, const char* absent) {
    std::set<std::string> names;
    for (const auto& [name, value] : before) names.insert(name);
    for (const auto& [name, value] : after) names.insert(name);
    const auto value_of = [&](const auto& values, const std::string& name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string(absent) : found->second;
    };
    for (const auto& name : names) add(aspects, prefix + name, value_of(before, name), value_of(after, name));
}

std::string faults_of(const Record& record) {
    return record.faults.empty() ? "none" : join(record.faults, ", ");
}

}  // namespace

std::string place_of(const Record& record) {
    return fmt::format("{}, semantics of Cilium {}", record.backend, record.cilium.release);
}

std::string incompleteness(const Record& record) {
    if (record.interrupted) return "it was interrupted";
    if (!record.failure.empty()) return "it ended early: " + record.failure;
    if (!record.complete) return "it did not reach its end";
    if (record.shard) return fmt::format("it is shard {} of {}", record.shard->index, record.shard->count);
    return {};
}

std::vector<Aspect> compare_environments(const Record& before, const Record& after) {
    std::vector<Aspect> aspects;
    add(aspects, "backend", before.backend, after.backend);
    add(aspects, "semantics of Cilium", before.cilium.release, after.cilium.release);
    add_all(aspects, "setting ", before.cilium.configuration, after.cilium.configuration, "as installed");
    add_all(aspects, "Cilium on ", before.cilium.releases, after.cilium.releases, "not told");
    add_all(aspects, "", before.versions, after.versions, "none");
    add(aspects, "faults on purpose", faults_of(before), faults_of(after));
    return aspects;
}

}  // namespace pgreach::diff
