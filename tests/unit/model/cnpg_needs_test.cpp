#include "model/cnpg_needs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/cnpg.hpp"

namespace pgreach::cnpg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Endpoint pod(const Labels& labels) {
    return {.name = "pod", .ns = "db", .labels = labels};
}
const Endpoint primary = pod(instance_labels("pg", 1, primary_role));
const Endpoint replica = pod(instance_labels("pg", 2, replica_role));
const Endpoint controller = pod(operator_labels());

std::vector<std::string> served(const Endpoint& from, const Endpoint& to, int port) {
    std::vector<std::string> names;
    for (const auto* need : needs_served_by(from, to, Protocol::tcp, port)) names.emplace_back(need->name);
    return names;
}

TEST(Parties, AreKnownByTheLabelsThatCnpgGives) {
    EXPECT_THAT(parties_of(primary), ElementsAre(Party::instance, Party::primary));
    EXPECT_THAT(parties_of(replica), ElementsAre(Party::instance, Party::replica));
    EXPECT_THAT(parties_of(pod(job_labels("pg", 3, "join"))), ElementsAre(Party::join_job));
    EXPECT_THAT(parties_of(pod(job_labels("pg", 1, "initdb"))), ElementsAre(Party::bootstrap_job));
    EXPECT_THAT(parties_of(pod(pooler_labels("pg", "pooler"))), ElementsAre(Party::pooler));
    EXPECT_THAT(parties_of(controller), ElementsAre(Party::controller));
    EXPECT_THAT(parties_of(pod({{"app", "web"}})), IsEmpty());
    EXPECT_THAT(parties_of({.name = "node", .kind = EndpointKind::host}), ElementsAre(Party::kubelet));
}

TEST(Needs, AreFoundByWhoConnectsToWhom) {
    EXPECT_THAT(served(replica, primary, postgresql_port), ElementsAre("replication"));
    EXPECT_THAT(served(primary, replica, postgresql_port), IsEmpty()) << "nobody follows a replica";
    EXPECT_THAT(served(primary, replica, status_port), ElementsAre("isolation-check"));
    EXPECT_THAT(served(controller, primary, status_port), ElementsAre("operator"));
    EXPECT_THAT(served(primary, {.name = "api", .kind = EndpointKind::kube_apiserver}, 6443),
                ElementsAre("api-server"));
    EXPECT_THAT(served(pod({{"app", "web"}}), primary, postgresql_port), IsEmpty());
}

TEST(Needs, HaveNamesThatChecksGive) {
    for (const char* name : {"replication", "operator", "status-command"}) {
        ASSERT_NE(find_need(name), nullptr) << name;
        EXPECT_STRNE(find_need(name)->breaks, "") << name;
    }
    EXPECT_EQ(find_need(""), nullptr);
}

}  // namespace
}  // namespace pgreach::cnpg
