// What Cilium's own policy code answered in two releases, and what the forecast between them says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "reach/forecast.hpp"
#include "vectors/line_reader.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::reach {
namespace {

using vectors::VectorCase;
using Cases = std::map<std::string, VectorCase>;

Cases read_cases(const std::string& release, const std::string& kind) {
    Cases cases;
    auto lines = vectors::LineReader::open(std::filesystem::path(PGREACH_SOURCE_DIR) / "fixtures/vectors/older" /
                                           ("cilium-" + release + "-" + kind + ".jsonl.gz"));
    if (!lines) return cases;
    std::string line;
    for (auto more = lines->next(line); more && *more; more = lines->next(line)) {
        auto read = vectors::parse_vector_case(line);
        if (read) cases.emplace(read->id, std::move(*read));
    }
    return cases;
}

bool is_pod(const VectorCase& given, std::uint32_t endpoint) {
    return given.world.endpoints[endpoint].kind == EndpointKind::pod;
}

// Of the sides that somebody enforces.
bool verdicts_differ(const VectorCase& before, const VectorCase& after) {
    for (size_t i = 0; i < before.flows.size(); ++i) {
        const auto& was = before.flow_answers[i];
        const auto& is = after.flow_answers[i];
        if (was.ingress != is.ingress && is_pod(before, before.flows[i].to)) return true;
        if (was.egress != is.egress && is_pod(before, before.flows[i].from)) return true;
    }
    return false;
}

AdmissionResult result_of(const VectorCase::PolicyAnswer& answer) {
    if (answer.schema_error || (answer.unknown_fields && !answer.unknown_fields->empty()))
        return AdmissionResult::refused;
    return answer.agent_error && !answer.agent_error->empty() ? AdmissionResult::rejected : AdmissionResult::accepted;
}

bool admissions_differ(const VectorCase& before, const VectorCase& after) {
    for (size_t i = 0; i < before.policy_answers.size(); ++i) {
        if (result_of(before.policy_answers[i]) != result_of(after.policy_answers[i])) return true;
    }
    return false;
}

Forecast forecast_of(const VectorCase& given, engine::CiliumVersion from, engine::CiliumVersion to) {
    world::Objects objects;
    objects.policies = given.policies;
    for (auto& policy : objects.policies) policy.source = std::make_shared<const Source>(Source{given.id, ""});
    engine::AgentConfig config;
    config.enforcement = given.mode.value_or(engine::EnforcementMode::default_mode);
    const auto make = [&](const engine::Cilium& cilium) -> Result<world::Contents> {
        return world::make_contents(given.world, objects, cilium);
    };
    return *forecast(objects, make, {from, config}, {to, config}, true);
}

struct NamedCases {
    size_t differing = 0;
    std::vector<std::string> missed = {};
    std::vector<std::string> for_nothing = {};
};

// Cases that came out otherwise must be named; one that is named besides changes a flow that nobody asked about.
void compare_forecast(const VectorCase& was, const VectorCase& is, NamedCases& count) {
    const auto found = forecast_of(was, *was.cilium, *is.cilium);
    const bool differs = verdicts_differ(was, is) || admissions_differ(was, is);
    const auto& comparison = found.steps.at(0).comparison;
    const bool named = !comparison.empty();
    const bool of_other_flows = !comparison.opened.empty() || !comparison.closed.empty();
    count.differing += differs ? 1 : 0;
    if (differs && !named) count.missed.push_back(was.id);
    if (named && !differs && !of_other_flows) count.for_nothing.push_back(was.id);
}

struct Upgrade {
    const char* from;
    const char* to;
};
void PrintTo(const Upgrade& upgrade, std::ostream* out) {
    *out << upgrade.from << " to " << upgrade.to;
}

class ForecastVectors : public ::testing::TestWithParam<Upgrade> {};

TEST_P(ForecastVectors, NameTheCasesWhoseAnswersDiffer) {
    NamedCases count;
    const Cases before = read_cases(GetParam().from, "hand"), after = read_cases(GetParam().to, "hand");
    ASSERT_GT(before.size(), 100U);
    for (const auto& [id, was] : before) {
        const auto is = after.find(id);
        if (is != after.end()) compare_forecast(was, is->second, count);
    }
    EXPECT_THAT(count.missed, ::testing::IsEmpty());
    EXPECT_GT(count.differing, 0U);
    EXPECT_THAT(count.for_nothing, ::testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Forecast, ForecastVectors,
                         ::testing::Values(Upgrade{"1.15", "1.16"}, Upgrade{"1.16", "1.17"}, Upgrade{"1.17", "1.18"},
                                           Upgrade{"1.18", "1.19"}, Upgrade{"1.19", "1.20"}));

}  // namespace
}  // namespace pgreach::reach
