#include "audit/stores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worlds.hpp"

namespace pgreach::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Stores, AnAddressHasASchemeAHostAndMayHaveAPort) {
    EXPECT_EQ(parse_store("https://s3.example.com/bucket"), (Store{"s3.example.com", 443, true}));
    EXPECT_EQ(parse_store("http://minio.storage:9000"), (Store{"minio.storage", 9000, false}));
    EXPECT_EQ(parse_store("http://minio.storage"), (Store{"minio.storage", 80, false}));
    for (const char* other :
         {"", "s3://bucket", "https://", "https://h:0", "https://h:x", "https://u@h", "https://[::1]:1"}) {
        EXPECT_EQ(parse_store(other), std::nullopt) << other;
    }
}

const char* const two_stores = R"(---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: kept, namespace: shop}
spec:
  backup: {barmanObjectStore: {endpointURL: "http://minio.storage.svc:80"}}
  plugins:
    - {name: barman-cloud.cloudnative-pg.io, parameters: {barmanObjectName: away}}
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata: {name: away, namespace: shop}
spec: {configuration: {endpointURL: "https://s3.example.com"}}
---
apiVersion: v1
kind: Service
metadata: {name: minio, namespace: storage}
spec: {selector: {app: minio}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Pod
metadata: {name: minio-0, namespace: storage, labels: {app: minio}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 9000}]}]}
status: {podIP: 10.0.0.9}
)";

TEST(Stores, ADatabaseNamesThemByItselfOrByAnObjectStore) {
    const auto survey = survey_of(two_stores);
    EXPECT_THAT(stores_of(survey, "shop", "kept"),
                ElementsAre(Store{"minio.storage.svc", 80, false}, Store{"s3.example.com", 443, true}));
    EXPECT_THAT(stores_of(survey, "shop", "orders"), IsEmpty());
}

TEST(Stores, AServiceOfTheClusterIsThePodsBehindIt) {
    const auto survey = survey_of(two_stores);
    const auto pods = pods_behind(survey, {"minio.storage.svc", 80, false});
    ASSERT_TRUE(pods);
    EXPECT_EQ(pods->endpoint, "storage/minio-0");
    EXPECT_EQ(pods->port, 9000);
    EXPECT_THAT(pods->addresses, ElementsAre("10.0.0.9"));
    EXPECT_FALSE(pods_behind(survey, {"s3.example.com", 443, true}));
    EXPECT_FALSE(pods_behind(survey, {"minio.storage", 443, true}));
}

TEST(Stores, OneOutsideIsDecidedByItsAddress) {
    const auto survey = survey_of(R"(---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: out, namespace: shop}
spec:
  endpointSelector: {matchLabels: {cnpg.io/cluster: orders}}
  egress: [{toCIDR: [203.0.113.0/24]}]
)");
    AuditFlow flow{{"shop/orders-1", "object store s3.example.com", Protocol::tcp, 443}};
    flow.dial.address = "s3.example.com";
    EXPECT_EQ(decide_outside(survey, flow, "203.0.113.7").verdict(), Verdict::allow);
    EXPECT_EQ(decide_outside(survey, flow, "198.51.100.7").verdict(), Verdict::deny);
}

}  // namespace
}  // namespace pgreach::audit
