#include "backend/cluster/pod_manifests.hpp"

#include <gmock/gmock.h>

namespace pgreach::backend {
namespace {

using ::testing::HasSubstr;

const Ownership owner{"r1", "box"};
const ProbeLocation location{
    "backend", "backend", LocationKind::pod, "default", "pgreach-r1-1-backend", "worker", {{"role", "backend"}}};

TEST(PodManifest, HasNoRightsIsNeverReadyAndCarriesTheRun) {
    EXPECT_EQ(
        pod_manifest(owner, location, {.reference = "localhost/pgreach-probe:1"}, "s"),
        R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"pgreach-r1-1-backend","namespace":"default",)"
        R"("labels":{"role":"backend","pgreach.dev/run":"r1","pgreach.dev/host":"box"}},"spec":{"nodeName":"worker",)"
        R"("hostNetwork":false,"restartPolicy":"Never","terminationGracePeriodSeconds":0,)"
        R"("automountServiceAccountToken":false,"enableServiceLinks":false,)"
        R"("readinessGates":[{"conditionType":"pgreach.dev/never"}],"tolerations":[{"operator":"Exists"}],)"
        R"("securityContext":{"runAsNonRoot":true,"runAsUser":65532,"runAsGroup":65532,)"
        R"("seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"probe",)"
        R"("image":"localhost/pgreach-probe:1","imagePullPolicy":"IfNotPresent","stdin":true,)"
        R"("env":[{"name":"PGREACH_PASSWORD","valueFrom":{"secretKeyRef":{"name":"s","key":"password"}}}],)"
        R"("securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},)"
        R"("readOnlyRootFilesystem":true}}]}})");
}

TEST(PodManifest, AnImageWithoutTheProbeGetsAnEmptyFolderForIt) {
    const auto pod =
        pod_manifest(owner, location, {.reference = "pg", .command = {"sleep", "infinity"}, .folder = "/pgreach"}, "s");
    EXPECT_THAT(pod, HasSubstr(R"("command":["sleep","infinity"])"));
    EXPECT_THAT(pod, HasSubstr(R"("volumeMounts":[{"name":"probe","mountPath":"/pgreach"}])"));
    EXPECT_THAT(pod, HasSubstr(R"("volumes":[{"name":"probe","emptyDir":{}}])"));
}

TEST(PodManifest, AHostLocationUsesTheNodesNetwork) {
    ProbeLocation host = location;
    host.kind = LocationKind::host;
    EXPECT_THAT(pod_manifest(owner, host, {}, "s"), HasSubstr(R"("hostNetwork":true)"));
}

TEST(ServiceManifest, KeepsTheClientsAddressAndLeadsToOneInstance) {
    const Target target{"primary", InstanceRole::primary, {.ns = "default", .name = "db-1"}};
    EXPECT_EQ(
        service_manifest(owner, target, "pgreach-r1-primary",
                         {{5432, PortPurpose::postgresql}, {8000, PortPurpose::status}}, 30030),
        R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"pgreach-r1-primary","namespace":"default",)"
        R"("labels":{"pgreach.dev/run":"r1","pgreach.dev/host":"box"}},"spec":{"type":"NodePort",)"
        R"("externalTrafficPolicy":"Local","publishNotReadyAddresses":true,"selector":{"cnpg.io/instanceName":"db-1"},)"
        R"("ports":[{"name":"port-5432","port":5432,"nodePort":30030},{"name":"port-8000","port":8000,"nodePort":30031}]}})");
}

}  // namespace
}  // namespace pgreach::backend
