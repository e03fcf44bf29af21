#include "backend/embedded/target_answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// What a real instance answered stands in fixtures/recordings (status-port-answers).
namespace pgreach::backend {
namespace {

using ::testing::HasSubstr;

ServedPort target(PortPurpose purpose, bool primary = true) {
    ServedPort made{purpose, "primary", netns::ipv4(10, 244, 0, 2), 8000};
    made.primary = primary;
    made.system_id = "7711193655396859927";
    return made;
}

TEST(TargetAnswers, TheStatusPortAnswersTheKubeletsProbes) {
    for (const char* path : {"/healthz", "/readyz", "/startupz"}) {
        EXPECT_EQ(answer_get(target(PortPurpose::status), path).status, 200U) << path;
        EXPECT_EQ(answer_get(target(PortPurpose::status), path).body, "OK") << path;
    }
}

TEST(TargetAnswers, TheStatusSaysWhichDatabaseAndWhetherPrimary) {
    const auto primary = answer_get(target(PortPurpose::status, true), "/pg/status");
    EXPECT_EQ(primary.content_type, "application/json");
    EXPECT_THAT(primary.body, HasSubstr(R"("systemID":"7711193655396859927","isPrimary":true)"));
    EXPECT_THAT(answer_get(target(PortPurpose::status, false), "/pg/status").body, HasSubstr(R"("isPrimary":false)"));
}

TEST(TargetAnswers, WhatIsForTheOperatorWantsItsCertificate) {
    for (const char* path : {"/pg/controldata", "/update"}) {
        EXPECT_EQ(answer_get(target(PortPurpose::status), path).status, 401U) << path;
        EXPECT_EQ(answer_get(target(PortPurpose::status), path).body, "client certificate required\n") << path;
    }
}

TEST(TargetAnswers, AnythingElseIsNotFound) {
    EXPECT_EQ(answer_get(target(PortPurpose::status), "/nothing").status, 404U);
    EXPECT_EQ(answer_get(target(PortPurpose::status), "/metrics").status, 404U);
    EXPECT_EQ(answer_get(target(PortPurpose::metrics), "/healthz").status, 404U);
}

TEST(TargetAnswers, MetricsNameTheInstance) {
    EXPECT_THAT(answer_get(target(PortPurpose::metrics), "/metrics").body,
                HasSubstr(R"(cnpg_collector_up{cluster="primary"} 1)"));
}

TEST(TargetAnswers, TheServersNameTellsWhoAnswers) {
    EXPECT_EQ(server_name(target(PortPurpose::status)), "primary@10.244.0.2");
}

}  // namespace
}  // namespace pgreach::backend
