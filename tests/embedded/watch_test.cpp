#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "backend/embedded.hpp"
#include "embedded/in_node.hpp"
#include "embedded/small_participants.hpp"
#include "run/predictor.hpp"
#include "verdict/watch_verdict.hpp"

namespace pgreach::backend {
namespace {

using std::chrono::milliseconds;
using verdict::WatchWindow;

constexpr const char* only_backend = R"(
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: only-backend, namespace: default}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: cluster-example}}
  ingress:
  - fromEndpoints: [{matchLabels: {role: backend}}]
    toPorts: [{ports: [{port: "5432", protocol: TCP}]}]
)";

// What came of runs with one gap each, or none.
struct Tally {
    int runs = 0;
    int found = 0;       // by at least one flow
    int missed = 0;      // by all of them, though none was looked away for as long as the gap
    int blind = 0;       // by all of them, and the watch says that it may have
    int unsure = 0;      // the watch says that it does not know all flows
    int false_ones = 0;  // windows where there was no gap
    size_t flows = 0;    // that the gap concerned
    size_t flows_found = 0;
    std::int64_t longest_step_us = 0;
    std::int64_t longest_gap_us = 0;  // as it was made: a busy machine makes it longer
};

// One environment, in which flows are watched again and again.
class WatchedPlace {
  public:
    explicit WatchedPlace(EmbeddedBackend& backend) : backend_(backend) {
        policy_ = manifest::read(std::make_shared<Source>(Source{"policy.yaml", only_backend})).manifests.at(0);
    }

    // Control, the policy, a gap (none: 0), the end.
    WatchRecord watch(Verdict everything, Duration gap) {
        WatchRecord record{.scenario = "gap"};
        Watcher& watcher = *backend_.watcher();
        run::Predictor predictor(test::small_participants().world(), {});
        EXPECT_TRUE(watcher.start(flows_, record.rate));
        begin(record, predictor);
        EXPECT_TRUE(watcher.go_on(SteadyClock().now() + milliseconds(150)));
        record.changes.push_back({"applied", "created", now()});
        EXPECT_TRUE(backend_.change({.apply = {policy_}}));
        AdmissionRecord told;
        predictor.apply(policy_, FieldValidation::strict, told);
        in_force(record, predictor);
        EXPECT_TRUE(watcher.go_on(SteadyClock().now() + milliseconds(250)));
        // On a busy machine it takes a while until a ruleset is in force: what is seen meanwhile is of the gap.
        const auto before = now();
        if (gap.count() > 0) record.gaps.push_back(watcher.make_gap(everything, gap).value());
        at_most_ = {before, now()};
        EXPECT_TRUE(watcher.go_on(SteadyClock().now() + milliseconds(250)));
        record.ended_us = now();
        record.flows = watcher.finish().value();
        EXPECT_TRUE(backend_.change({.remove = {policy_}}));
        return record;
    }

    // Whether it may be of the last gap.
    bool in_gap(const WatchWindow& window) const {
        return window.from_us <= at_most_.second && window.to_us >= at_most_.first;
    }

  private:
    static std::int64_t now() { return since({}, SteadyClock().now()).count(); }
    void begin(WatchRecord& record, const run::Predictor& predictor) {
        record.changes.push_back({"nothing applied", "", now()});
        in_force(record, predictor);
    }
    void in_force(WatchRecord& record, const run::Predictor& predictor) {
        record.changes.back().in_force_us = now();
        const auto view = predictor.view();
        for (const auto& flow : flows_) record.changes.back().predictions.push_back(view.decide(flow).verdict());
    }

    EmbeddedBackend& backend_;
    const std::vector<Flow> flows_ = test::all_flows(test::small_participants());
    manifest::Manifest policy_;
    std::pair<std::int64_t, std::int64_t> at_most_;  // the last gap
};

void run_once(WatchedPlace& place, Verdict everything, Duration gap, Tally& tally) {
    const auto record = place.watch(everything, gap);
    const auto verdict = verdict::judge_watch(record);
    ++tally.runs;
    tally.unsure += verdict.unsure.empty() ? 0 : 1;
    size_t found = 0, concerned = 0;
    for (const auto* windows : {&verdict.leaks, &verdict.outages}) {
        for (const auto& window : *windows) {
            const bool wanted =
                gap.count() > 0 && place.in_gap(window) && window.leak() == (everything == Verdict::allow);
            if (!wanted) ++tally.false_ones;
            if (wanted && window.kind == ConnectionKind::fresh) ++found;
        }
    }
    for (const auto& prediction : record.changes.back().predictions) concerned += prediction != everything ? 1 : 0;
    const auto step = verdict.of(ConnectionKind::fresh).longest_step_us;
    tally.longest_step_us = std::max(tally.longest_step_us, step);
    if (gap.count() == 0) return;
    tally.longest_gap_us = std::max(tally.longest_gap_us, record.gaps[0].to_us - record.gaps[0].from_us);
    tally.flows += concerned;
    tally.flows_found += found;
    if (found > 0) {
        ++tally.found;
    } else {
        ++(step >= gap.count() ? tally.blind : tally.missed);
    }
}

void print(const char* what, const Tally& tally) {
    std::cout << what << ": " << tally.runs << " runs, " << tally.found << " found, " << tally.missed << " missed, "
              << tally.blind << " not seen and said to be possible, " << tally.false_ones << " where there was none, "
              << tally.unsure << " runs of which not every flow is known; " << tally.flows_found << " of "
              << tally.flows << " flows saw it; longest gap " << static_cast<double>(tally.longest_gap_us) / 1000
              << " ms, longest step " << static_cast<double>(tally.longest_step_us) / 1000 << " ms\n";
}

// PGREACH_RUNS=100 makes the table of docs/watch.md.
TEST(Watch, FindsALeakOf10MsAndAnOutageOf50MsAndNoneWhereThereIsNone) {
    PGREACH_NEEDS_NODE();
    const char* wanted = std::getenv("PGREACH_RUNS");
    const int runs = wanted == nullptr ? 5 : std::atoi(wanted);
    test::in_node([&](const netns::PrivateNode& node) {
        const NeverStop stop;
        NoProgress progress;
        EmbeddedOptions options;
        options.probe = PGREACH_PROBE;
        EmbeddedBackend backend(node, options, stop, progress);
        ASSERT_TRUE(backend.up(test::small_participants()));
        WatchedPlace place(backend);
        Tally leaks, outages, none;
        for (int run = 0; run < runs; ++run) {
            run_once(place, Verdict::allow, milliseconds(10), leaks);
            run_once(place, Verdict::deny, milliseconds(50), outages);
            run_once(place, Verdict::allow, {}, none);
        }
        print("leak of 10 ms", leaks);
        print("outage of 50 ms", outages);
        print("no gap", none);
        for (const auto* tally : {&leaks, &outages, &none}) {
            EXPECT_EQ(tally->missed, 0);
            EXPECT_EQ(tally->false_ones, 0);
        }
        EXPECT_GT(leaks.found + outages.found, 0);
        EXPECT_TRUE(backend.down());
    });
}

}  // namespace
}  // namespace pgreach::backend
