#include "scenario/catalog.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/file.hpp"

namespace pgreach::scenario {
namespace {

namespace fs = std::filesystem;

const Catalog& catalog() {
    static const auto loaded = Catalog::load(PGREACH_SOURCE_DIR);
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return *loaded;
}

std::vector<std::string> names(const std::vector<Scenario>& scenarios) {
    std::vector<std::string> names;
    for (const auto& scenario : scenarios) names.push_back(scenario.name);
    return names;
}

TEST(Catalog, BeginsWithThePageInItsOrder) {
    const auto all = names(catalog().all());
    ASSERT_GE(all.size(), 13U);
    EXPECT_EQ(std::vector<std::string>(all.begin(), all.begin() + 7),
              (std::vector<std::string>{"default-deny", "cnpg-operator-access", "cnpg-cluster-internal-access",
                                        "postgres-access-backend-label", "postgres-access-backend-any-ns",
                                        "postgres-access-backend-namespace", "postgres-access-cluster-wide"}));
}

TEST(Catalog, EveryScenarioClaimsEveryPlannedFlow) {
    for (const auto& scenario : catalog().all()) {
        for (const auto& step : scenario.steps) {
            EXPECT_EQ(step.claims.size(), plan(scenario.participants).size()) << scenario.name << ": " << step.name;
        }
    }
}

TEST(Catalog, SelectsByNameAndGlobEachOnce) {
    const auto selected = catalog().select({"default-deny", "default-*", "*any-ns"});
    ASSERT_TRUE(selected);
    EXPECT_EQ(names(*selected), (std::vector<std::string>{"default-deny", "postgres-access-backend-any-ns",
                                                          "corrected-postgres-access-backend-any-ns"}));
}

TEST(Catalog, AnUnknownNameAsksWhatWasMeant) {
    const auto selected = catalog().select({"defualt-deny"});
    ASSERT_FALSE(selected);
    EXPECT_EQ(selected.error().kind, ErrorKind::no_match);
    EXPECT_EQ(selected.error().remedy, "did you mean 'default-deny'? (pgreach list shows all)");
}

// A data folder, and files of one's own.
class OwnCatalog : public testing::Test {
  protected:
    OwnCatalog() {
        write("fixtures/docs/cilium.md", "# A page without policies\n");
        write("fixtures/participants/small.yaml", participants("small"));
        write("scenarios/mine/policies/p.yaml",
              "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: p}\nspec: {}\n");
        write("scenarios/mine/first.yml", scenario("first"));
        write("scenarios/mine/deep/second.yaml", scenario("second", "../policies/p.yaml"));
    }
    ~OwnCatalog() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((folder_ / name).parent_path());
        EXPECT_TRUE(write_file(folder_ / name, text));
    }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    static std::string participants(const std::string& name) {
        return "participants: " + name + "\ncluster: db\nports: [{number: 5432, purpose: postgresql}]\n" +
               "members: [{name: primary, namespace: default, instance: primary}, {name: a, namespace: default}]\n";
    }
    static std::string scenario(const std::string& name, const std::string& policy = "policies/p.yaml",
                                const std::string& participants = "small") {
        return "name: " + name + "\ntitle: T\nparticipants: " + participants + "\npolicies: [{file: " + policy +
               "}]\nclaims: [{to: primary, port: 5432, deny: all}]\n";
    }
    Result<Catalog> load() const { return Catalog::load(folder_); }
    std::string failure(const std::vector<std::string>& words) const {
        const auto selected = load().value().select(words);
        if (selected) return {};
        std::string message = selected.error().message;
        for (size_t at = message.find(folder_.string()); at != std::string::npos; at = message.find(folder_.string())) {
            message.erase(at, folder_.string().size() + 1);
        }
        return message;
    }

    fs::path folder_ = fs::path(testing::TempDir()) / ("pgreach-catalog-" + std::to_string(::getpid()));
};

TEST_F(OwnCatalog, HasTheScenariosOfAnyFolderBelow) {
    const auto catalog = load();
    ASSERT_TRUE(catalog) << catalog.error().message;
    EXPECT_EQ(names(catalog->all()), (std::vector<std::string>{"second", "first"}));
    EXPECT_EQ(catalog->all()[0].argument, "second");
}

TEST_F(OwnCatalog, TakesFilesAndFolders) {
    write("else/third.yaml", scenario("third", path("scenarios/mine/policies/p.yaml")));
    const auto selected = load().value().select({path("else"), "first", path("else/third.yaml")});
    ASSERT_TRUE(selected) << selected.error().message;
    EXPECT_EQ(names(*selected), (std::vector<std::string>{"third", "first"}));
    EXPECT_EQ((*selected)[0].argument, path("else/third.yaml"));
    fs::create_directories(folder_ / "empty");
    EXPECT_EQ(failure({path("empty")}), "no scenarios in folder empty");
    EXPECT_EQ(load().value().select({path("empty")}).error().kind, ErrorKind::no_match);
}

TEST_F(OwnCatalog, TwoScenariosOfOneNameAreAnError) {
    write("else/other.yaml",
          "title: U\n" + scenario("first", path("scenarios/mine/policies/p.yaml")).replace(12, 9, ""));
    EXPECT_EQ(failure({"first", path("else/other.yaml")}),
              "else/other.yaml:2:7: error: the scenario in scenarios/mine/first.yml is called 'first' as well\n"
              "    name: first\n"
              "          ^\n"
              "    remedy: give each scenario a name of its own");
    EXPECT_EQ(failure({path("else/other.yaml")}), "") << "alone it may be called as one of the catalogue";
    write("scenarios/other/again.yaml", scenario("first", "../mine/policies/p.yaml"));
    EXPECT_NE(load().error().message.find("again.yaml:1:7: error: the scenario in "), std::string::npos);
}

TEST_F(OwnCatalog, TwoFilesOfParticipantsOfOneNameAreAnError) {
    write("else/small.yaml", participants("small"));
    write("else/other.yaml", scenario("other", path("scenarios/mine/policies/p.yaml"), path("else/small")));
    EXPECT_NE(
        failure({"first", path("else/other.yaml")})
            .find("error: its participants in else/small.yaml are called as those in fixtures/participants/small"),
        std::string::npos);
    write("else/big.yaml", participants("small"));
    write("else/other.yaml", scenario("other", path("scenarios/mine/policies/p.yaml"), path("else/big")));
    EXPECT_NE(failure({path("else/other.yaml")}).find("error: the participants in else/big.yaml are called 'small'"),
              std::string::npos);
}

TEST_F(OwnCatalog, HasThoseOfTheUsersFoldersWithTheirParticipants) {
    write("own/scenarios/zero.yaml", scenario("zero", path("scenarios/mine/policies/p.yaml"), "mine"));
    write("own/participants/mine.yaml", participants("mine"));
    write("shared/scenarios/also.yaml", scenario("also", path("scenarios/mine/policies/p.yaml")));
    const std::vector<fs::path> own = {folder_ / "own", folder_ / "nowhere", folder_ / "shared"};
    const auto catalog = Catalog::load(folder_, own);
    ASSERT_TRUE(catalog) << catalog.error().message;
    EXPECT_EQ(names(catalog->all()), (std::vector<std::string>{"second", "first", "zero", "also"}));
    EXPECT_EQ(catalog->all()[2].argument, "zero");
    // A file anywhere finds the participants, too.
    write("else/mine.yaml", scenario("mine", path("scenarios/mine/policies/p.yaml"), "mine"));
    EXPECT_TRUE(catalog->select({path("else/mine.yaml")}));
}

TEST_F(OwnCatalog, TakesTheDataFolderForNobodysOwn) {
    fs::create_directory_symlink(folder_, folder_ / "link");
    const auto catalog = Catalog::load(folder_, {folder_ / "link"});
    ASSERT_TRUE(catalog) << catalog.error().message;
    EXPECT_EQ(catalog->all().size(), 2U);
}

TEST_F(OwnCatalog, NoScenarioOfTheUsersHidesAnother) {
    write("own/scenarios/first.yaml", scenario("first", path("scenarios/mine/policies/p.yaml")));
    const auto loaded = Catalog::load(folder_, {folder_ / "own"});
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("own/scenarios/first.yaml:1:7: error: the scenario in "), std::string::npos);
    EXPECT_NE(loaded.error().message.find("scenarios/mine/first.yml is called 'first' as well"), std::string::npos);
}

TEST_F(OwnCatalog, NoParticipantsOfTheUsersHideOthers) {
    write("own/participants/small.yaml", participants("small"));
    const auto loaded = Catalog::load(folder_, {folder_ / "own"});
    ASSERT_FALSE(loaded);
    EXPECT_NE(loaded.error().message.find("fixtures/participants/small.yaml and in "), std::string::npos)
        << loaded.error().message;
}

TEST(Catalog, AFolderWithoutScenariosIsAnError) {
    const auto loaded = Catalog::load("/nonexistent");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().message, "/nonexistent is no data folder: it has no folder scenarios");
    EXPECT_EQ(loaded.error().kind, ErrorKind::input);
}

}  // namespace
}  // namespace pgreach::scenario
