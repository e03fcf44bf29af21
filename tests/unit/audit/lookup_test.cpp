#include "audit/lookup.hpp"

#include <gtest/gtest.h>

#include "model/conclusion.hpp"

namespace pgreach::audit {
namespace {

Observed lookup(Milestone reached, const kube::HubbleEvent* dropped) {
    Observation observation{.attempts = {{.end = AttemptEnd::failed, .reached = reached}}};
    show_lookup(dropped, observation);
    return conclude(observation, {true, ControlState::not_needed}).observed;
}

TEST(Lookup, AnAddressIsAnAnswerAndADropIsClosed) {
    kube::HubbleEvent event{.verdict = kube::HubbleEvent::Verdict::dropped, .protocol = Protocol::udp};
    event.source_ip = "10.0.0.1";
    event.source_port = 4000;
    event.destination_ip = "10.0.0.53";
    event.destination_port = 53;
    EXPECT_EQ(lookup(Milestone::dns, nullptr), Observed::open);
    EXPECT_EQ(lookup(Milestone::dns, &event), Observed::open);
    EXPECT_EQ(lookup(Milestone::none, &event), Observed::closed);
}

TEST(Lookup, AFailureWithoutADropIsUnclear) {
    EXPECT_EQ(lookup(Milestone::none, nullptr), Observed::unclear);
}

}  // namespace
}  // namespace pgreach::audit
