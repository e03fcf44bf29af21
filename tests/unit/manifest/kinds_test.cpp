#include "manifest/kinds.hpp"

#include <gtest/gtest.h>

namespace pgreach::manifest {
namespace {

Manifest object(const std::string& kind, const std::string& api_version, const std::string& ns = "") {
    return {.api_version = api_version, .kind = kind, .name = "x", .ns = ns, .document = {}, .source = nullptr};
}

KindState state_of(const std::string& kind, const std::string& api_version) {
    return judge_kind(object(kind, api_version)).state;
}

TEST(Kinds, APolicyHasOneGroupAndVersion) {
    EXPECT_EQ(state_of("CiliumNetworkPolicy", "cilium.io/v2"), KindState::policy);
    EXPECT_EQ(state_of("CiliumNetworkPolicy", "cilium.io/v1"), KindState::wrong_version);
    EXPECT_EQ(state_of("NetworkPolicy", "networking.k8s.io/v1"), KindState::policy);
    EXPECT_EQ(state_of("NetworkPolicy", "extensions/v1beta1"), KindState::wrong_version);
    EXPECT_EQ(state_of("NetworkPolicy", "crd.projectcalico.org/v1"), KindState::other);
}

TEST(Kinds, AMisspelledOneIsNoOtherKind) {
    const auto verdict = judge_kind(object("CiliumNetworkpolicy", "cilium.io/v2"));
    EXPECT_EQ(verdict.state, KindState::misspelled);
    EXPECT_EQ(verdict.meant, find_policy_kind("CiliumNetworkPolicy"));
    EXPECT_EQ(state_of("CCNP", "cilium.io/v2"), KindState::misspelled);
    EXPECT_EQ(state_of("CiliumEndpoint", "cilium.io/v2"), KindState::other);
    EXPECT_EQ(state_of("Pod", "v1"), KindState::other);
}

TEST(Kinds, WhatIsClusterwideStandsInNoNamespace) {
    EXPECT_EQ(applied_namespace(object("CiliumClusterwideNetworkPolicy", "cilium.io/v2", "default"), "db"), "");
    EXPECT_EQ(applied_namespace(object("CiliumNetworkPolicy", "cilium.io/v2"), "db"), "db");
    EXPECT_EQ(applied_namespace(object("NetworkPolicy", "networking.k8s.io/v1", "other"), "db"), "other");
}

}  // namespace
}  // namespace pgreach::manifest
