#include "audit/rbac.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "base/file.hpp"
#include "kube/json.hpp"
#include "manifest/manifest.hpp"
#include "support/source_folder.hpp"

namespace pgreach::audit {
namespace {

using ::testing::Contains;

TEST(Rbac, TheManifestThatIsShippedIsTheOneThatIsPrinted) {
    const auto shipped = read_file(test::source_folder() / "kind/audit-rbac.yaml");
    ASSERT_TRUE(shipped);
    EXPECT_EQ(*shipped, rbac_manifest());
}

TEST(Rbac, TheRoleForTwinsPermitsWhatIsAskedBeforeTheyAreMade) {
    const auto read = manifest::read(std::make_shared<const Source>(Source{"rbac.yaml", rbac_manifest()}));
    ASSERT_TRUE(read.diagnostics.empty());
    std::vector<std::string> permitted;
    for (const auto& object : read.manifests) {
        if (object.name != "pgreach-audit-twins") continue;
        for (const auto& rule : kube::items_at(object.document, {"rules"})) {
            for (const auto& resource : kube::items_at(rule, {"resources"})) {
                for (const auto& verb : kube::items_at(rule, {"verbs"})) {
                    permitted.push_back(verb.text + " " + resource.text);
                }
            }
        }
    }
    for (const auto& permission : twin_permissions()) {
        EXPECT_THAT(permitted, Contains(std::string(permission.verb) + " " + permission.resource));
    }
}

}  // namespace
}  // namespace pgreach::audit
