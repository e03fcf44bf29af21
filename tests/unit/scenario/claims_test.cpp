#include "scenario/claims.hpp"

#include <gtest/gtest.h>

#include "scenario/participants_reader.hpp"
#include "scenario/scenario.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

constexpr const char* participants_text = R"(
participants: small
cluster: c
ports: [{number: 5432, purpose: postgresql}, {number: 8000, purpose: status}]
members:
  - {name: primary, namespace: default, instance: primary}
  - {name: backend, namespace: default, labels: {role: backend}}
  - {name: frontend, namespace: default}
groups: {clients: [backend, frontend]}
)";

Participants small_participants() {
    return read_participants(std::make_shared<const Source>(Source{"participants.yaml", participants_text}))
        .participants;
}

struct Expanded {
    std::map<Flow, Verdict> claims;
    std::string complaints;
};

Expanded expand(const std::string& text) {
    const auto participants = small_participants();
    const auto source = std::make_shared<const Source>(Source{"s.yaml", text});
    const auto documents = yaml::read(source);
    Complaints complaints(source);
    Expanded result{expand_claims(documents.documents.at(0), participants, plan(participants), complaints), {}};
    result.complaints = render(complaints.take());
    return result;
}

Flow flow(const std::string& from, int port) {
    return {from, "primary", Protocol::tcp, port};
}

TEST(Plan, IsPeersTimesTargetsTimesPortsWithoutSelf) {
    EXPECT_EQ(plan(small_participants()), (std::vector<Flow>{flow("backend", 5432), flow("backend", 8000),
                                                             flow("frontend", 5432), flow("frontend", 8000)}));
}

TEST(Claims, RestIsWhomTheOtherSideDoesNotName) {
    const auto result = expand(
        "- {to: instances, port: 5432, allow: backend, deny: rest}\n"
        "- {to: primary, port: 8000, deny: all}\n");
    EXPECT_EQ(result.complaints, "");
    EXPECT_EQ(result.claims.at(flow("backend", 5432)), Verdict::allow);
    EXPECT_EQ(result.claims.at(flow("frontend", 5432)), Verdict::deny);
    EXPECT_EQ(result.claims.at(flow("backend", 8000)), Verdict::deny);
    EXPECT_EQ(result.claims.size(), 4U);
}

TEST(Claims, AFlowWithoutAClaimIsAnError) {
    EXPECT_EQ(expand("- {to: instances, port: 5432, allow: backend, deny: rest}").complaints,
              "s.yaml:1:1: error: 2 flows without a claim: backend → primary:8000, frontend → primary:8000\n"
              "    - {to: instances, port: 5432, allow: backend, deny: rest}\n"
              "    ^\n"
              "    remedy: say 'allow' or 'deny' for each; 'deny: rest' means all others");
}

TEST(Claims, APeerUsedTwiceIsAnError) {
    EXPECT_NE(expand("- {to: instances, port: 5432, allow: [backend, clients], deny: rest}")
                  .complaints.find("s.yaml:1:48: error: peer 'backend' is used twice in this claim"),
              std::string::npos);
    EXPECT_NE(expand("- {to: instances, port: 5432, allow: backend, deny: clients}").complaints.find("used twice"),
              std::string::npos);
}

TEST(Claims, AFlowClaimedTwiceIsAnError) {
    EXPECT_NE(
        expand("- {to: instances, ports: [5432, 8000], deny: all}\n- {to: primary, port: 8000, deny: all}")
            .complaints.find(
                "s.yaml:2:3: error: 2 flows claimed already, above: backend → primary:8000, frontend → primary:8000"),
        std::string::npos);
}

TEST(Claims, AnUnknownNameAsksWhatWasMeant) {
    const auto text = expand("- {to: instances, ports: [5432, 8000], allow: bakend, deny: rest}").complaints;
    EXPECT_NE(text.find("nobody in participants 'small' is called 'bakend'"), std::string::npos);
    EXPECT_NE(text.find("did you mean 'backend'?"), std::string::npos);
}

TEST(Claims, AnUnknownPortOrKeyIsAnError) {
    EXPECT_NE(expand("- {to: instances, port: 5433, deny: all}").complaints.find("the participants have no port 5433"),
              std::string::npos);
    const auto text = expand("- {to: instances, port: 5432, alow: backend, deny: rest}").complaints;
    EXPECT_NE(text.find("a claim has no key 'alow'"), std::string::npos);
    EXPECT_NE(text.find("did you mean 'allow'?"), std::string::npos);
}

TEST(Claims, OfWhoIsNoTargetAreAnError) {
    EXPECT_EQ(expand("- {to: [primary, backend], ports: [5432, 8000], deny: all}").complaints,
              "s.yaml:1:18: error: 'backend' is no target, so nobody probes it\n"
              "    - {to: [primary, backend], ports: [5432, 8000], deny: all}\n"
              "                     ^\n"
              "    remedy: the targets are primary");
    EXPECT_NE(expand("- {to: all, ports: [5432, 8000], deny: all}")
                  .complaints.find("s.yaml:1:8: error: 'all' is also for backend and frontend, which nobody probes"),
              std::string::npos);
}

TEST(Claims, ATargetOrPortNamedTwiceIsAnError) {
    EXPECT_NE(expand("- {to: [primary, instances], ports: [5432, 8000], deny: all}")
                  .complaints.find("s.yaml:1:18: error: target 'primary' is used twice in this claim"),
              std::string::npos);
    EXPECT_NE(expand("- {to: instances, port: 5432, ports: [5432, 8000], deny: all}")
                  .complaints.find("s.yaml:1:39: error: port 5432 is named twice"),
              std::string::npos);
}

TEST(Claims, AboutNoFlowAreAnError) {
    const std::string all = "- {to: instances, ports: [5432, 8000], deny: all}\n";
    EXPECT_NE(expand(all + "- {to: primary, port: 5432, allow: primary}")
                  .complaints.find("s.yaml:2:3: error: this claim is about no flow"),
              std::string::npos);
    EXPECT_NE(expand(all + "- {to: primary, port: 5432}").complaints.find("a claim needs the key 'allow' or 'deny'"),
              std::string::npos);
}

TEST(Claims, RestStandsAlone) {
    EXPECT_NE(expand("- {to: instances, ports: [5432, 8000], deny: [rest, backend]}")
                  .complaints.find("s.yaml:1:47: error: 'rest' stands alone"),
              std::string::npos);
}

}  // namespace
}  // namespace pgreach::scenario
