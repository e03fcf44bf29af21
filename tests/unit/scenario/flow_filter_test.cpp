#include "scenario/flow_filter.hpp"

#include <gmock/gmock.h>

#include "scenario/catalog.hpp"

namespace pgreach::scenario {
namespace {

using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::SizeIs;

const std::vector<Scenario>& scenarios() {
    static const auto catalog = Catalog::load(PGREACH_SOURCE_DIR).value();
    static const auto selected = catalog.select({"default-deny"}).value();
    return selected;
}

std::vector<Flow> flows(const FlowFilter& filter) {
    return planned_flows(scenarios()[0].participants, filter);
}

Error refused(const FlowFilter& filter) {
    const auto checked = check(filter, scenarios());
    EXPECT_FALSE(checked);
    return checked ? Error{} : checked.error();
}

TEST(FlowFilter, TakesNamesAndGroups) {
    EXPECT_THAT(flows({.from = "backend", .to = "primary", .port = 5432}), SizeIs(1));
    EXPECT_THAT(flows({.from = "role-backend", .to = "primary", .port = 5432}), SizeIs(3));
    EXPECT_THAT(flows({.from = "role-backend", .to = "instances"}), SizeIs(3 * 2 * 3));
    EXPECT_THAT(flows({.to = "in-default"}), SizeIs(flows({}).size())) << "only the targets among them are probed";
    EXPECT_THAT(flows({.port = 8000}), Each(Field(&Flow::port, 8000)));
    EXPECT_TRUE(check({.from = "role-backend", .to = "instances", .port = 5432}, scenarios()));
}

TEST(FlowFilter, ANameThatNobodyHasMatchesNothing) {
    const auto error = refused({.from = "role-bakend"});
    EXPECT_EQ(error.kind, ErrorKind::no_match);
    EXPECT_EQ(error.message, "no selected scenario has a participant or group 'role-bakend'");
    EXPECT_EQ(error.remedy, "did you mean 'role-backend'?");
}

TEST(FlowFilter, WhatCannotBeProbedIsAWrongWord) {
    const auto target = refused({.to = "backend"});
    EXPECT_EQ(target.kind, ErrorKind::usage);
    EXPECT_EQ(target.message, "'backend' is no target, so nobody probes it");
    EXPECT_EQ(target.remedy, "the targets are primary and replica");
    const auto port = refused({.to = "primary", .port = 1});
    EXPECT_EQ(port.kind, ErrorKind::usage);
    EXPECT_EQ(port.message, "no target has a port 1");
    EXPECT_EQ(port.remedy, "there are 5432, 8000 and 9187");
}

TEST(FlowFilter, NobodyProbesItself) {
    EXPECT_THAT(refused({.from = "primary", .to = "primary"}).message,
                HasSubstr("no flow from 'primary' to 'primary'"));
}

}  // namespace
}  // namespace pgreach::scenario
