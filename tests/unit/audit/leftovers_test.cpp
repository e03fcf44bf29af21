#include "audit/leftovers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "backend/cluster/run_id.hpp"
#include "support/bench.hpp"
#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::HasSubstr;

class LeftoversOfAudits : public support::CallBench {
  protected:
    ~LeftoversOfAudits() override { std::filesystem::remove_all(state_dir_); }

    Result<void> remove(const std::vector<std::string>& from, const std::set<std::string>& seen) {
        const auto plan = *make_plan(survey_of(), {.from = from, .to = {"shop/orders-1:5432"}}, "id");
        return remove_leftovers(tools_, kubectl_, state_dir_, plan, seen);
    }

    const std::string state_dir_ = ::testing::TempDir() + "pgreach-audit-leftovers";
    const proc::Completed forbidden_{{.code = 1}, "", "Error from server (Forbidden): pods is forbidden"};
};

constexpr const char* in_shop = "kubectl get pods,configmaps -n shop -l annotation.pgreach.dev/run -o json";
constexpr const char* in_team = "kubectl get pods,configmaps -n team -l annotation.pgreach.dev/run -o json";

TEST_F(LeftoversOfAudits, OfOthersWhereWeMayNotLookAreLeft) {
    runner_.expect(in_shop, R"({"items":[]})");
    runner_.expect(in_team, forbidden_);
    EXPECT_TRUE(remove({"shop/api"}, {"team"}));
}

TEST_F(LeftoversOfAudits, WhereTwinsAreMadeWeMustLook) {
    runner_.expect(in_shop, forbidden_);
    EXPECT_THAT(remove({"shop/api"}, {}).error().message, HasSubstr("Forbidden"));
}

TEST_F(LeftoversOfAudits, TheProbeOfAKilledOneIsTakenOutOfTheInstances) {
    { const auto killed = backend::RunLock::take(state_dir_, "0killed0"); }
    std::filesystem::last_write_time(state_dir_ + "/0killed0.lock",
                                     std::filesystem::file_time_type::clock::now() - std::chrono::minutes(5));
    runner_.expect("kubectl -n shop exec orders-2 -c postgres -- rm -rf /run/pgreach-0killed0", "");
    EXPECT_TRUE(remove({"shop/orders-2"}, {}));
}

}  // namespace
}  // namespace pgreach::audit
