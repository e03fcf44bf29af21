#include "backend/cluster/agent_semantics.hpp"

#include <gmock/gmock.h>

#include "engine/agent_config_text.hpp"
#include "support/bench.hpp"
#include "support/recording.hpp"

namespace pgreach::backend {
namespace {

using support::recording;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::string agent(const std::string& node, const std::string& image) {
    return R"({"metadata":{"namespace":"kube-system","name":"cilium-)" + node + R"("},"spec":{"nodeName":")" + node +
           R"(","containers":[{"image":")" + image +
           R"("}]},"status":{"containerStatuses":[{"state":{"running":{}}}]}})";
}
std::string agents(const std::string& one, const std::string& other) {
    return R"({"items":[)" + agent("a", "quay.io/cilium/cilium:" + one) + "," +
           agent("b", "quay.io/cilium/cilium:" + other) + "]}";
}

class AgentSemantics : public support::ShellBench {
  protected:
    Result<Semantics> read(const std::string& pods, const std::string& config_map, const std::string& told) {
        runner_.expect("kubectl get pods -l k8s-app=cilium -o json -n kube-system", pods);
        runner_.expect("kubectl get configmap cilium-config -n kube-system -o json", config_map);
        starter_.put("cilium-dbg", "cat <<'END'\n" + told + "\nEND");
        return read_semantics(kubectl_, shells_, options_);
    }
    const std::string usual_ = recording("cilium-configmap").answer.out;
    const std::string told_ = recording("cilium-config-all").answer.out;
    ClusterOptions options_;
};

TEST_F(AgentSemantics, AreReadFromTheClusterOfTheRecordings) {
    const auto semantics = read(recording("kubectl-get-pods-all").answer.out, usual_, told_).value();
    EXPECT_EQ(semantics.cilium.version, (engine::CiliumVersion{1, 20, 2}));
    EXPECT_THAT(engine::settings_of(semantics.cilium), ElementsAre(Pair("enable-l7-proxy", "false")));
    EXPECT_THAT(notes_of(semantics), ElementsAre());
}

TEST_F(AgentSemantics, SeveralReleasesAreNamedAndTheNewestIsPredicted) {
    const auto semantics = read(agents("v1.19.5@sha256:ab", "v1.20.2"), usual_, told_).value();
    EXPECT_EQ(semantics.cilium.version, (engine::CiliumVersion{1, 20, 2}));
    EXPECT_THAT(releases_of(semantics),
                ElementsAre(Pair("a", engine::CiliumVersion{1, 19, 5}), Pair("b", engine::CiliumVersion{1, 20, 2})));
}

TEST_F(AgentSemantics, AReleaseThatNobodyKnowsIsAnAssumption) {
    EXPECT_THAT(read(agents("v1.21.0", "v1.21.0"), usual_, told_).value().assumptions,
                ElementsAre(HasSubstr("1.21.0 is newer than what pgreach knows")));
}

TEST_F(AgentSemantics, AnImageThatTellsNoReleaseLeavesItToTheAgent) {
    runner_.allow("kubectl -n kube-system exec * cilium-dbg version -o json", R"({"Daemon": {"Version": "1.19.5"}})");
    EXPECT_EQ(read(agents("latest", "latest"), usual_, told_).value().cilium.version,
              (engine::CiliumVersion{1, 19, 5}));
}

TEST_F(AgentSemantics, WhereTheAgentDoesNotTellEitherItIsAnAssumption) {
    runner_.allow("kubectl -n kube-system exec * cilium-dbg version -o json", recording("cilium-version").answer.out);
    EXPECT_THAT(read(agents("latest", "latest"), usual_, told_).value().assumptions,
                ElementsAre(HasSubstr("'latest', which pgreach does not know")));
}

TEST_F(AgentSemantics, AnotherReleaseThanIsAskedForIsAnErrorOfUse) {
    runner_.expect("kubectl get pods -l k8s-app=cilium *", agents("v1.20.2", "v1.20.2"));
    options_.release = "1.19";
    const auto error = read_semantics(kubectl_, shells_, options_).error();
    EXPECT_EQ(error.kind, ErrorKind::usage);
    EXPECT_THAT(error.message, HasSubstr("--cilium 1.19, but the cluster runs Cilium 1.20.2"));
}

TEST_F(AgentSemantics, WhereTheAgentDoesNotTellEitherWhatIsAskedForCounts) {
    runner_.allow("kubectl -n kube-system exec * cilium-dbg version -o json", recording("cilium-version").answer.out);
    options_.release = "1.19";
    const auto semantics = read(agents("latest", "v1.19.5"), usual_, told_).value();
    EXPECT_EQ(semantics.cilium.version, engine::CiliumVersion(1, 19));
    EXPECT_THAT(semantics.assumptions, ElementsAre(HasSubstr("'latest', which pgreach does not know")));
    EXPECT_EQ(semantics.nodes.size(), 2U) << "which may differ";
}

TEST_F(AgentSemantics, AMinorReleaseIsAnyPatchOfIt) {
    options_.release = "1.20";
    EXPECT_TRUE(read(agents("v1.20.2", "v1.20.1"), usual_, told_));
}

TEST_F(AgentSemantics, WhatTheAgentsRunWithCountsWhereTheConfigMapSaysAnother) {
    const std::string changed =
        R"({"kind":"ConfigMap","data":{"enable-policy":"always","enable-l7-proxy":"false","label-prefix-file":"/x"}})";
    const auto semantics = read(agents("v1.20.2", "v1.20.2"), changed, told_).value();
    EXPECT_EQ(semantics.cilium.config.enforcement, engine::EnforcementMode::default_mode) << "they were not restarted";
    EXPECT_THAT(semantics.assumptions, ElementsAre(HasSubstr("enable-policy=always")));
    EXPECT_THAT(semantics.not_followed, ElementsAre("label-prefix-file: /x"));
}

TEST_F(AgentSemantics, AuditModeIsOfEveryEndpointOrOfSome) {
    const std::string audit = R"({"kind":"ConfigMap","data":{"policy-audit-mode":"true"}})";
    EXPECT_THAT(read(agents("v1.20.2", "v1.20.2"), audit, "{}").value().audited, ElementsAre("every endpoint"));
    starter_.put("cilium-dbg", R"(echo '[{"status":{"networking":{"addressing":[{"ipv4":"10.0.0.1"}]},)"
                               R"("realized":{"options":{"PolicyAuditMode":"Enabled"}}}}]')");
    const std::vector<kube::Pod> pods = {{.name = "one", .ip = "10.0.0.1"}, {.name = "two", .ip = "10.0.0.2"}};
    EXPECT_THAT(read_audited(shells_, {{{"kube-system", "cilium-a"}, "a"}}, pods).value(), ElementsAre("one"));
}

}  // namespace
}  // namespace pgreach::backend
