#include "reach/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "reach/compare_render.hpp"
#include "unit/reach/compared.hpp"

namespace pgreach::reach {
namespace {

using ::testing::IsSupersetOf;

const std::string backend = "fromEndpoints: [{matchLabels: {role: backend, io.kubernetes.pod.namespace: web}}]";
const std::string web = "fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: web}}]";
const std::string all_closed = cilium_policy("closed", "endpointSelector: {}, ingress: [{}]");

struct SamePair {
    const char* what;
    std::string before;
    std::string after;
};
void PrintTo(const SamePair& pair, std::ostream* out) {
    *out << pair.what;
}

class Same : public ::testing::TestWithParam<SamePair> {};

TEST_P(Same, MeansNothing) {
    const auto found = compare_texts(GetParam().before, GetParam().after);
    EXPECT_TRUE(found.empty()) << to_text(found);
}

INSTANTIATE_TEST_SUITE_P(
    Compare, Same,
    ::testing::Values(
        SamePair{"the same text", let_in("a", backend), let_in("a", backend)},
        SamePair{"another name", let_in("a", backend), let_in("b", backend)},
        SamePair{"another order", let_in("a", backend) + all_closed, all_closed + let_in("a", backend)},
        SamePair{"twice", let_in("a", backend), let_in("a", backend) + let_in("b", backend)},
        SamePair{"an expression for a label", let_in("a", backend),
                 let_in("a",
                        "fromEndpoints: [{matchLabels: {io.kubernetes.pod.namespace: web}, matchExpressions: [{key: "
                        "role, operator: In, values: [backend]}]}]")},
        SamePair{"specs for spec", let_in("a", backend),
                 "---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a, namespace: db}\nspecs: "
                 "[{endpointSelector: {}, ingress: [{" +
                     backend + ", toPorts: [{ports: [{port: \"5432\"}]}]}]}]\n"},
        SamePair{"a narrower rule beside a wider one", let_in("a", web), let_in("a", web) + let_in("b", backend)},
        SamePair{"a protocol that was implied", let_in("a", backend),
                 cilium_policy("a", "endpointSelector: {}, ingress: [{" + backend +
                                        ", toPorts: [{ports: [{port: \"5432\", protocol: ANY}]}]}]")},
        SamePair{"a NetworkPolicy that says it",
                 cilium_policy("a", "endpointSelector: {}, ingress: [{" + web +
                                        ", toPorts: [{ports: [{port: \"5432\", protocol: TCP}]}]}]"),
                 plain("a",
                       "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {matchLabels: "
                       "{kubernetes.io/metadata.name: web}}}], ports: [{port: 5432}]}]")},
        SamePair{
            "a policy for nobody", let_in("a", backend),
            let_in("a", backend) + cilium_policy("b", "endpointSelector: {matchLabels: {app: none}}, ingress: [{}]")}));

struct OtherPair {
    const char* what;
    std::string before;
    std::string after;
    std::vector<std::string> opened;
    std::vector<std::string> closed;
};
void PrintTo(const OtherPair& pair, std::ostream* out) {
    *out << pair.what;
}

class Other : public ::testing::TestWithParam<OtherPair> {};

TEST_P(Other, IsTold) {
    const auto found = compare_texts(GetParam().before, GetParam().after);
    EXPECT_THAT(lines_of(found.opened), IsSupersetOf(GetParam().opened)) << to_text(found);
    EXPECT_THAT(lines_of(found.closed), IsSupersetOf(GetParam().closed)) << to_text(found);
    EXPECT_EQ(found.opened.empty(), GetParam().opened.empty()) << to_text(found);
    EXPECT_EQ(found.closed.empty(), GetParam().closed.empty()) << to_text(found);
}

using Lines = std::vector<std::string>;
const Lines api = {"db/pg-1:5432 web/api"};
const Lines site = {"db/pg-1:5432 web/site"};
const Lines both = {"db/pg-1:5432 web/api", "db/pg-1:5432 web/site"};
const Lines everybody = {"db/pg-1:5432 web/api", "db/pg-1:5432 web/site", "db/pg-1:8000 web/api",
                         "db/pg-1:5432 ~the internet", "db/pg-1:9187 ~every pod in the cluster"};
const std::string deny_test =
    "endpointSelector: {}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: site, "
    "io.kubernetes.pod.namespace: web}}]}]";

INSTANTIATE_TEST_SUITE_P(
    Compare, Other,
    ::testing::Values(
        OtherPair{"a first policy closes", "", all_closed, {}, everybody},
        OtherPair{"the last one gone opens", all_closed, "", everybody, {}},
        OtherPair{"one more rule", all_closed, all_closed + let_in("a", backend), api, {}},
        OtherPair{"one rule less", all_closed + let_in("a", backend), all_closed, {}, api},
        OtherPair{"a label less", let_in("a", backend), let_in("a", web), site, {}},
        OtherPair{"a label more", let_in("a", web), let_in("a", backend), {}, site},
        OtherPair{"another port", let_in("a", web), let_in("a", web, "8000"), {"db/pg-1:8000 web/api"}, both},
        OtherPair{"a deny rule", let_in("a", web), let_in("a", web) + cilium_policy("d", deny_test), {}, site},
        OtherPair{"a deny rule gone", let_in("a", web) + cilium_policy("d", deny_test), let_in("a", web), site, {}},
        OtherPair{"who could, though nobody does",
                  all_closed,
                  all_closed + let_in("a", "fromEndpoints: [{matchLabels: {role: admin}}]"),
                  {"db/pg-1:5432 ~any pod with role=admin in namespace db"},
                  {}},
        OtherPair{"any namespace",
                  let_in("a", backend),
                  let_in("a",
                         "fromEndpoints: [{matchLabels: {role: backend}, matchExpressions: [{key: "
                         "io.kubernetes.pod.namespace, operator: Exists}]}]"),
                  {"db/pg-1:5432 ~any pod with role=backend in any namespace but web"},
                  {}},
        OtherPair{"a block of addresses",
                  all_closed,
                  all_closed + let_in("a", "fromCIDR: [203.0.113.0/24]"),
                  {"db/pg-1:5432 ~203.0.113.0/24"},
                  {}},
        OtherPair{"an exception of a block",
                  let_in("a", "fromCIDR: [10.0.0.0/8]"),
                  let_in("a", "fromCIDRSet: [{cidr: 10.0.0.0/8, except: [10.1.0.0/16]}]"),
                  {},
                  {"db/pg-1:5432 ~10.1.0.0/16"}},
        OtherPair{"the world",
                  all_closed,
                  all_closed + let_in("a", "fromEntities: [world]"),
                  {"db/pg-1:5432 ~the internet"},
                  {}},
        OtherPair{
            "the peer's egress",
            let_in("a", web),
            let_in("a", web) + cilium_policy("out", "endpointSelector: {matchLabels: {app: api}}, egress: [{}]", "web"),
            {},
            api},
        OtherPair{"labels of namespaces",
                  all_closed,
                  all_closed + plain("np",
                                     "podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: "
                                     "{matchLabels: {team: shop}}}], ports: [{port: 5432}]}]"),
                  both,
                  {}},
        OtherPair{
            "a deny of a part of what is open",
            let_in("a", "fromEndpoints: [{matchLabels: {role: admin}}]"),
            let_in("a", "fromEndpoints: [{matchLabels: {role: admin}}]") +
                cilium_policy("d",
                              "endpointSelector: {}, ingressDeny: [{fromEndpoints: [{matchLabels: {env: test}}]}]"),
            {},
            {"db/pg-1:5432 ~any pod with env=test, role=admin in namespace db"}},
        OtherPair{"default deny switched off",
                  let_in("a", backend),
                  cilium_policy("a", "enableDefaultDeny: {ingress: false}, endpointSelector: {}, ingress: [{" +
                                         backend + "}]"),
                  site,
                  {}},
        OtherPair{"a selector that misses the database",
                  let_in("a", backend),
                  cilium_policy("a", "endpointSelector: {matchLabels: {app: x}}, ingress: [{}]"),
                  site,
                  {}},
        OtherPair{"a port by its name", all_closed, all_closed + let_in("a", web, "postgresql"), both, {}}));

TEST(Compare, AnAdmissionThatChangesIsTold) {
    const auto found = compare_texts(all_closed, cilium_policy("closed", "endpointSelector: {}, ingress: []"));
    ASSERT_EQ(found.admissions.size(), 1U);
    EXPECT_EQ(found.admissions[0].before, "accepted");
    EXPECT_THAT(found.admissions[0].after, ::testing::StartsWith("rejected: "));
    EXPECT_THAT(lines_of(found.opened), IsSupersetOf(everybody));
}

TEST(Compare, ANewWorkloadSaysThatItIsNew) {
    const std::string more =
        "---\napiVersion: v1\nkind: Pod\nmetadata: {name: extra, namespace: web, labels: {role: backend}}\nspec: "
        "{containers: "
        "[{name: c}]}\n";
    const auto found = compare_texts(let_in("a", backend), let_in("a", backend) + more);
    ASSERT_EQ(found.opened.size(), 1U);
    EXPECT_EQ(found.opened[0].remark, "a new workload");
    EXPECT_THAT(lines_of(found.opened), ::testing::Each("db/pg-1:5432 web/extra"));
}

TEST(Compare, EachChangeNamesTheRuleThatDoesIt) {
    const auto found = compare_texts(all_closed, all_closed + let_in("a", backend));
    ASSERT_EQ(found.opened.size(), 1U);
    const Cause& cause = found.opened[0].causes.at(0);
    EXPECT_EQ(cause.after.rule, "db/a ingress[0]");
    EXPECT_EQ(cause.after.file, "w.yaml");
    EXPECT_GT(cause.after.line, 0);
    EXPECT_THAT(cause.closed_by, ::testing::ElementsAre("CiliumNetworkPolicy db/closed (w.yaml)"));
}

}  // namespace
}  // namespace pgreach::reach
