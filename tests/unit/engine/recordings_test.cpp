#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "engine/examine.hpp"
#include "yaml/reader.hpp"

namespace pgreach::engine {
namespace {

namespace fs = std::filesystem;

yaml::Node recording(const std::string& name) {
    const auto text = read_file(fs::path(PGREACH_SOURCE_DIR) / "fixtures/recordings" / (name + ".json"));
    return yaml::read(std::make_shared<const Source>(Source{name, *text})).documents.at(0);
}

Examination examined(const std::string& name, FieldValidation validation) {
    const auto source = std::make_shared<const Source>(Source{name, recording(name).find("stdin")->text});
    return examine(manifest::read(source).manifests.at(0), validation);
}

// What a real API server of a cluster with Cilium 1.20.2 answered, when these manifests were applied to it.
class Recorded : public testing::TestWithParam<const char*> {};

TEST_P(Recorded, TheApiServerRefusedWhatWeRefuse) {
    const std::string name = GetParam();
    const auto ours = examined(name, FieldValidation::strict).admission;
    const bool refused = recording(name).find("exit")->text != "0";
    EXPECT_EQ(ours.result == AdmissionResult::refused, refused) << describe(ours);
    for (const auto& field : ours.unknown_fields) {
        EXPECT_THAT(recording(name).find("stderr")->text, testing::HasSubstr("unknown field \"" + field + "\""));
    }
}

INSTANTIATE_TEST_SUITE_P(Admission, Recorded,
                         testing::Values("apply-agent-empty-ingress", "apply-agent-in-no-values",
                                         "apply-agent-mixed-peers", "apply-agent-port-range", "apply-bad-name",
                                         "apply-entity-unknown", "apply-no-direction", "apply-no-spec",
                                         "apply-node-and-endpoint-selector", "apply-port-number",
                                         "apply-protocol-lowercase", "apply-strict-unknown-field",
                                         "apply-too-many-ports", "apply-two-unknown-fields", "apply-wrong-group"));

TEST(Recordings, TheAgentSaidWhatWeSay) {
    for (const char* what : {"empty-ingress", "in-no-values", "mixed-peers", "port-range"}) {
        const auto ours = examined(std::string("apply-agent-") + what, FieldValidation::strict);
        const std::string stored = recording(std::string("get-agent-") + what).find("stdout")->text;
        const auto object = yaml::read(std::make_shared<const Source>(Source{what, stored})).documents.at(0);
        const std::string theirs = object.find("status")->find("conditions")->items.at(0).find("message")->text;
        auto words = ours.agent_alternatives;
        words.push_back(ours.admission.agent_error);
        // The operator writes the condition, and leaves out which part of the object it is about.
        EXPECT_THAT(words, testing::Contains(testing::EndsWith(" spec: " + theirs)));
    }
}

}  // namespace
}  // namespace pgreach::engine
