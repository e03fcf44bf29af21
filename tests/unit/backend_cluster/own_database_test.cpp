#include "backend/cluster/own_database.hpp"

#include <gmock/gmock.h>

#include "backend/cluster/run_id.hpp"
#include "kube/json.hpp"
#include "support/bench.hpp"

namespace pgreach::backend {
namespace {

using ::testing::HasSubstr;

class OwnDatabase : public support::CallBench {
  protected:
    ClusterOptions options_{.database = "db",
                            .database_namespace = "mine",
                            .own_database =
                                "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: db}\n"
                                "spec: {instances: 1}\n"};
    Ownership owner_{"0abcdefg", "here"};
    const proc::Completed absent_{{.code = 1}, "", "Error from server (NotFound): namespaces \"mine\" not found\n"};
};

TEST_F(OwnDatabase, IsMadeInANamespaceThatGoesWithTheRun) {
    runner_.expect("kubectl get namespace mine -o json", absent_);
    runner_.expect("kubectl apply --server-side *", "namespace/mine serverside-applied\n");
    runner_.expect("kubectl apply --server-side *", "cluster/db serverside-applied\n");
    runner_.expect("kubectl get clusters.postgresql.cnpg.io db -n mine -o json",
                   R"({"metadata":{"name":"db"},"spec":{"instances":1},"status":{"currentPrimary":"db-1"}})");
    runner_.expect("kubectl get pods * -n mine", R"({"items":[{"metadata":{"name":"db-1","namespace":"mine"},
        "status":{"conditions":[{"type":"Ready","status":"True"}]}}]})");
    runner_.allow("kubectl -n mine exec db-1 *", "");
    const auto made = make_own_database(tools_, kubectl_, options_, owner_);
    ASSERT_TRUE(made) << made.error().message;
    const auto ns = *kube::read_json(runner_.calls()[1].input);
    EXPECT_EQ(kube::text_at(ns, {"metadata", "labels", run_label}), "0abcdefg");
    const auto list = *kube::read_json(runner_.calls()[2].input);
    const auto& cluster = kube::items_at(list, {"items"}).at(0);
    EXPECT_EQ(kube::text_at(cluster, {"metadata", "namespace"}), "mine");
    EXPECT_EQ(kube::text_at(cluster, {"metadata", "labels", run_label}), "0abcdefg");
}

TEST_F(OwnDatabase, ANamespaceThatIsThereIsLeftAlone) {
    runner_.expect("kubectl get namespace mine -o json", R"({"kind":"Namespace","metadata":{"name":"mine"}})");
    const auto made = make_own_database(tools_, kubectl_, options_, owner_);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::usage);
    EXPECT_THAT(made.error().message, HasSubstr("namespace mine is there already"));
}

}  // namespace
}  // namespace pgreach::backend
