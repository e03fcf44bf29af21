#include "netns/user_namespace.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace pgreach::netns {
namespace {

namespace fs = std::filesystem;

class NamespaceSettingsTest : public testing::Test {
  protected:
    ~NamespaceSettingsTest() override { fs::remove_all(root_); }

    void set(std::string name, const std::string& value) const {
        std::replace(name.begin(), name.end(), '.', '/');
        fs::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << value << "\n";
    }
    NamespaceSettings for_user() const { return namespace_settings(false, root_); }
    NamespaceSettings for_root() const { return namespace_settings(true, root_); }

    const fs::path root_ = testing::TempDir() + "pgreach-settings-" + std::to_string(::getpid());
};

TEST_F(NamespaceSettingsTest, NamesAppArmorsRestrictionAsUbuntuHasIt) {
    set("kernel.apparmor_restrict_unprivileged_userns", "1");
    EXPECT_EQ(for_user().found, "kernel.apparmor_restrict_unprivileged_userns is 1");
    EXPECT_EQ(for_user().remedy, "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0; or run pgreach as root");
}

TEST_F(NamespaceSettingsTest, WhatBindsOrdinaryUsersOnlyIsNotHeldAgainstRoot) {
    set("kernel.apparmor_restrict_unprivileged_userns", "1");
    set("kernel.unprivileged_userns_clone", "0");
    EXPECT_EQ(for_root().found, "");
}

TEST_F(NamespaceSettingsTest, NamesDebiansSettingAndTheLimit) {
    set("kernel.unprivileged_userns_clone", "0");
    EXPECT_EQ(for_user().remedy, "sudo sysctl kernel.unprivileged_userns_clone=1; or run pgreach as root");
    set("user.max_user_namespaces", "0");
    EXPECT_EQ(for_user().found, "kernel.unprivileged_userns_clone is 0 and user.max_user_namespaces is 0");
    EXPECT_EQ(for_user().remedy,
              "sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000; or run pgreach as root");
    EXPECT_EQ(for_root().found, "user.max_user_namespaces is 0");
}

TEST_F(NamespaceSettingsTest, DoesNotSendToRootWhomRootCannotHelp) {
    set("user.max_net_namespaces", "0");
    EXPECT_EQ(for_user().found, "user.max_net_namespaces is 0");
    EXPECT_EQ(for_user().remedy, "sudo sysctl user.max_net_namespaces=15000");
}

TEST_F(NamespaceSettingsTest, SettingsThatAllowAreNotNamed) {
    set("kernel.apparmor_restrict_unprivileged_userns", "0");
    set("kernel.unprivileged_userns_clone", "1");
    set("user.max_user_namespaces", "63432");
    EXPECT_EQ(for_user().found, "");
    EXPECT_EQ(
        for_user().remedy,
        "allow user namespaces (a container's seccomp profile or a chroot may forbid them); or run pgreach as root");
}

}  // namespace
}  // namespace pgreach::netns
