#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "big_world.hpp"
#include "engine/engine.hpp"

namespace pgreach {
namespace {

// The most memory this process has held so far; benchmarks run from small to large, so it is the last one's.
double peak_mebibytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Prepared once, then one decision after the other: what a decision costs.
void decisions(benchmark::State& state, const Size& size, bool reasons) {
    const World world = big_world(size);
    const engine::Evaluator evaluator(world, big_policies(size));
    size_t from = 0;
    for (auto unused : state) {
        (void)unused;
        from = (from + 7919) % size.pods;
        const size_t to = (from * 31 + 17) % size.pods;
        if (reasons) {
            benchmark::DoNotOptimize(
                evaluator.evaluate({world.endpoints[from].name, world.endpoints[to].name, Protocol::tcp, 5432}));
        } else {
            benchmark::DoNotOptimize(evaluator.verdicts(from, to, Protocol::tcp, 5432));
        }
    }
    state.SetItemsProcessed(state.iterations());
}

constexpr Size page{.pods = 16, .namespaces = 4, .policies = 7, .variety = 4};
BENCHMARK_CAPTURE(decisions, page, page, false);
BENCHMARK_CAPTURE(decisions, page_with_reasons, page, true);
BENCHMARK_CAPTURE(decisions, cluster, Size{}, false);
BENCHMARK_CAPTURE(decisions, cluster_with_reasons, Size{}, true);

// From nothing: group the pods, prepare the rules, judge all pairs on two ports, count them.
void all_pairs(benchmark::State& state, size_t variety) {
    const Size size{.pods = static_cast<size_t>(state.range(0)),
                    .namespaces = 50,
                    .policies = static_cast<size_t>(state.range(1)),
                    .variety = variety};
    const World world = big_world(size);
    const engine::PolicySet policies = big_policies(size);
    size_t open = 0;
    for (auto unused : state) {
        (void)unused;
        const engine::Evaluator evaluator(world, policies);
        for (const int port : {5432, 8000}) {
            const auto matrix = evaluator.matrix(Protocol::tcp, port);
            for (size_t from = 0; from < size.pods; ++from) {
                for (size_t to = 0; to < size.pods; ++to) open += matrix.allows(from, to) ? 1 : 0;
            }
        }
    }
    benchmark::DoNotOptimize(open);
    state.counters["flows"] = static_cast<double>(size.pods * size.pods * 2);
    state.counters["open"] = static_cast<double>(open) / static_cast<double>(state.iterations());
    state.counters["peak_MiB"] = peak_mebibytes();
}

void sizes(benchmark::internal::Benchmark* benchmark) {
    for (const int pods : {625, 1250, 2500, 5000}) benchmark->Args({pods, 500});
    for (const int policies : {125, 250, 500, 1000}) benchmark->Args({5000, policies});
    benchmark->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(all_pairs, ten_label_sets_a_namespace, 10)->Apply(sizes);
BENCHMARK_CAPTURE(all_pairs, every_pod_its_own_labels, 0)->Args({5000, 500})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pgreach
