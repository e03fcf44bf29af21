#include <benchmark/benchmark.h>

#include <memory>
#include <set>
#include <string>

#include "big_world.hpp"
#include "engine/policy_set_impl.hpp"
#include "reach/answers.hpp"
#include "reach/render.hpp"
#include "world/contents.hpp"

namespace pgreach {
namespace {

constexpr int ports[] = {80, 443, 5432, 8000, 9187};

// Pods of equal labels in one namespace are one workload, as files would have it.
world::Contents big_contents(const Size& size) {
    World world = big_world(size);
    std::set<std::pair<std::string, Labels>> known;
    std::erase_if(world.endpoints, [&known](const Endpoint& pod) {
        return !known.insert({pod.ns, pod.labels}).second;
    });
    auto contents = world::make_contents(std::move(world), {}, {});
    for (auto& workload : contents.workloads) {
        workload.pods = size.pods / contents.workloads.size();
        for (const int port : ports) workload.ports.push_back({"", Protocol::tcp, port});
    }
    return contents;
}

// From policies that are in force to the answer as text.
void reach_all(benchmark::State& state, size_t variety, bool all) {
    const Size size{.pods = 10000, .namespaces = 50, .policies = 1000, .variety = variety};
    const auto contents = big_contents(size);
    reach::Policies policies{big_policies(size), {}, {}};
    for (const auto& policy : policies.in_force.impl().policies) {
        policies.rules.insert(policies.rules.end(), policy.rules.begin(), policy.rules.end());
    }
    size_t length = 0;
    for (auto unused : state) {
        (void)unused;
        const reach::Question question{.to = all ? std::vector<size_t>() : std::vector<size_t>{0}, .all = all};
        length = to_text(reach::reach(contents, policies, question)).size();
    }
    state.counters["workloads"] = static_cast<double>(contents.workloads.size());
    state.counters["text"] = static_cast<double>(length);
}
BENCHMARK_CAPTURE(reach_all, one_of_500_workloads, 10, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(reach_all, all_of_500_workloads, 10, true)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(reach_all, one_of_10000_workloads, 0, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(reach_all, all_of_10000_workloads, 0, true)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace pgreach
