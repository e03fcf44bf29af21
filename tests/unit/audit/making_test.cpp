#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "audit/twins.hpp"
#include "support/bench.hpp"
#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::HasSubstr;

class Making : public support::CallBench {
  protected:
    Making() {
        plan_ = *make_plan(survey_of(), {.from = {"shop/api"}, .to = {"shop/orders-1:5432"}}, "id");
        options_.state_dir = ::testing::TempDir() + "pgreach-audit-making";
        std::filesystem::remove_all(options_.state_dir);
    }
    bool is_locked() const { return !std::filesystem::is_empty(options_.state_dir); }

    Plan plan_;
    backend::ClusterOptions options_;
};

constexpr const char* make_owners = "kubectl apply --server-side --force-conflicts -f - -o json";
constexpr const char* make_pods = "kubectl apply --server-side --force-conflicts -f -";
constexpr const char* removal = "kubectl delete pods,configmaps -n shop -l annotation.pgreach.dev/run=*";

TEST_F(Making, WhatWasBegunIsRemovedWhenItFails) {
    Twins twins(tools_, kubectl_, options_);
    ASSERT_TRUE(twins.begin());
    runner_.expect_failure(make_owners, {ErrorKind::interrupted, "interrupted"});
    EXPECT_FALSE(twins.make(plan_, false));
    cleaner_.expect(removal, "");
    EXPECT_TRUE(twins.end());
    EXPECT_FALSE(is_locked());
}

TEST_F(Making, AnInterruptWhileTwinsAreMadeRemovesThem) {
    Twins twins(tools_, kubectl_, options_);
    ASSERT_TRUE(twins.begin());
    runner_.expect(make_owners, R"({"kind":"ConfigMap","metadata":{"namespace":"shop","uid":"4711"}})");
    runner_.expect_failure(make_pods, {ErrorKind::interrupted, "interrupted"});
    EXPECT_EQ(twins.make(plan_, false).error().kind, ErrorKind::interrupted);
    cleaner_.expect(removal, "");
    EXPECT_TRUE(twins.end());
}

TEST_F(Making, WhatCannotBeRemovedIsToldAndItsLockStays) {
    Twins twins(tools_, kubectl_, options_);
    ASSERT_TRUE(twins.begin());
    runner_.expect_failure(make_owners, environment_error("no route"));
    EXPECT_FALSE(twins.make(plan_, false));
    cleaner_.expect_failure(removal, environment_error("no route"));
    const auto ended = twins.end();
    ASSERT_FALSE(ended);
    EXPECT_THAT(ended.error().message, HasSubstr("are left in shop; the next audit removes them"));
    EXPECT_TRUE(is_locked());
}

TEST_F(Making, NothingIsRemovedWhereNothingWasMade) {
    Twins twins(tools_, kubectl_, options_);
    ASSERT_TRUE(twins.begin());
    EXPECT_TRUE(twins.end());
}

TEST_F(Making, ATwinThatIsRefusedIsRefusedInThePlan) {
    Twins twins(tools_, kubectl_, options_);
    ASSERT_TRUE(twins.begin());
    options_.probe_program = "/none";
    runner_.expect(make_owners, R"({"kind":"ConfigMap","metadata":{"namespace":"shop","uid":"4711"}})");
    runner_.expect_failure(make_pods, environment_error("exceeded quota"));
    runner_.expect("kubectl get pods -l annotation.pgreach.dev/run=* -o json --all-namespaces", R"({"items":[]})");
    runner_.expect_failure("ldd *", environment_error("enough"));
    EXPECT_FALSE(twins.make(plan_, false));
    EXPECT_EQ(plan_.peers[0].refused, "it was not made: exceeded quota");
    EXPECT_EQ(plan_.flows[0].impossible, "it was not made: exceeded quota");
    cleaner_.expect(removal, "");
    EXPECT_TRUE(twins.end());
}

}  // namespace
}  // namespace pgreach::audit
