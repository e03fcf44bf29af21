#include "cli/explain_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "base/text.hpp"
#include "cli/console.hpp"
#include "cli/needs_text.hpp"
#include "cli/world_words.hpp"
#include "engine/engine.hpp"
#include "manifest/cidr.hpp"
#include "reach/answers.hpp"
#include "reach/explain.hpp"
#include "reach/render.hpp"
#include "verdict/exit_code.hpp"
#include "world/services.hpp"

namespace pgreach::cli {
namespace {

using world::Arrival;
using world::Contents;

// More are not told one by one: their labels say how to ask for fewer.
constexpr size_t most_flows = 20;

Error nobody(const Contents& contents, const std::string& word) {
    std::vector<std::string> names;
    for (const auto& endpoint : contents.world.endpoints) names.push_back(endpoint.name);
    const auto meant = nearest(word, names);
    return {
        ErrorKind::no_match, "nobody in this world is called '" + word + "'",
        meant
            ? "did you mean '" + *meant + "'?"
            : "write a workload (web/api), a Service (db/pg-rw), labels (role=backend), node, internet or an address"};
}

// Workloads, else another endpoint by its name, else an address outside the cluster, which is added to the world.
std::vector<size_t> find_ends(Contents& contents, const std::string& word) {
    auto found = reach::find_workloads(contents, word);
    if (!found.empty()) return found;
    auto& endpoints = contents.world.endpoints;
    for (size_t i = contents.workloads.size(); i < endpoints.size(); ++i) {
        if (endpoints[i].name == word) return {i};
    }
    if (!manifest::parse_address_or_cidr(word)) return {};
    endpoints.push_back({.name = word, .kind = EndpointKind::cidr, .cidr = word});
    return {endpoints.size() - 1};
}

Result<std::vector<Arrival>> find_targets(Contents& contents, const world::Objects& objects,
                                          const world::Target& target) {
    auto arrivals = world::behind_service(contents, objects, target);
    if (!arrivals.empty()) return arrivals;
    const auto ends = find_ends(contents, target.name);
    if (ends.empty() && world::is_service(contents, target.name)) {
        return Error{ErrorKind::no_match,
                     "no pod behind the Service " + target.name + " has what it calls port '" + target.port + "'",
                     "write a port of the Service, by its number or name"};
    }
    if (ends.empty()) return nobody(contents, target.name);
    for (const size_t end : ends) {
        if (const auto arrival = world::arrival_at(contents, end, target)) arrivals.push_back(*arrival);
    }
    if (!arrivals.empty()) return arrivals;
    return Error{ErrorKind::no_match, target.name + " has no port called '" + target.port + "'", "write its number"};
}

void print_flows(const Contents& contents, const reach::Policies& policies, const std::vector<size_t>& peers,
                 const std::vector<Arrival>& targets) {
    const engine::Evaluator evaluator(contents.world, policies.in_force);
    size_t told = 0, all = 0;
    for (const size_t peer : peers) {
        for (const auto& [target, port, protocol] : targets) {
            if (++all > most_flows) continue;
            const auto& endpoints = contents.world.endpoints;
            const Flow flow{endpoints[peer].name, endpoints[target].name, protocol, port};
            print(reach::explain(evaluator, policies, flow) + needs_text(contents.world, flow));
            ++told;
        }
    }
    if (all > told) print(fmt::format("… and {} more flows: name fewer workloads to see them\n", all - told));
}

}  // namespace

bool means_world(const std::vector<std::string>& words, const WorldOptions& options) {
    if (words.size() != 1 || names_world(options)) return true;
    std::error_code ignored;
    const auto& word = words.front();
    if (word == "-" || std::filesystem::is_directory(word, ignored)) return true;
    if (!std::filesystem::is_regular_file(word, ignored)) return false;
    const auto files = manifest::read_files({word}, std::cin);
    if (!files) return false;
    const auto objects = world::read_objects(*files);
    return !objects.policies.empty() || !objects.others.empty();
}

int explain_in_world(const std::vector<std::string>& words, const WorldOptions& options, const std::string& from,
                     const std::string& to) {
    const auto target = world::parse_target(to);
    if (!target) return fail(target.error());
    auto loaded = load_world("explain", options, words);
    if (!loaded) return fail(loaded.error());
    auto& [objects, cilium, contents] = *loaded;
    const auto peers = find_ends(contents, from);
    if (peers.empty()) return fail(nobody(contents, from));
    const auto targets = find_targets(contents, objects, *target);
    if (!targets) return fail(targets.error());
    const auto policies = reach::admit(contents.policies, cilium);
    print_flows(contents, policies, peers, *targets);
    for (const auto& policy : policies.admitted) {
        if (policy.admission.result != AdmissionResult::accepted) print("note: " + to_text(policy) + "\n");
    }
    return verdict::exit_conforms;
}

}  // namespace pgreach::cli
