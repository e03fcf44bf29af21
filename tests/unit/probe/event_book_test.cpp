#include "probe/event_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pgreach::probe {
namespace {

const PolicyId let_out{"CiliumNetworkPolicy", "default", "let-out"};
const PolicyId let_in{"CiliumNetworkPolicy", "default", "let-in"};

// One connection, and what was said of it.
class EventsOfOne : public testing::Test {
  protected:
    static constexpr const char* source = "10.0.0.1:40000";
    static constexpr const char* destination = "10.0.0.2:5432";

    const Connection connection{Protocol::tcp, source, destination};

    void hear(const std::string& detail, const PolicyId& policy, bool ingress, bool audited = false) {
        book_.add({.forwards = {{source, destination, detail, {policy}, audited, ingress}}});
    }
    ForwardEvent known() const { return book_.forward(connection).value(); }

    EventBook book_;
};

TEST_F(EventsOfOne, ThatItWasLetOutDoesNotHideThatItWasLetIn) {
    hear("out", let_out, false);
    EXPECT_FALSE(book_.entered(connection));
    hear("in", let_in, true);
    EXPECT_TRUE(book_.entered(connection));
    EXPECT_EQ(known().detail, "in");
    EXPECT_THAT(known().policies, testing::ElementsAre(let_out, let_in));
}

TEST_F(EventsOfOne, InWhicheverOrderTheyCome) {
    hear("in", let_in, true);
    hear("out", let_out, false);
    hear("in", let_in, true);
    EXPECT_EQ(known().detail, "in");
    EXPECT_THAT(known().policies, testing::ElementsAre(let_in, let_out)) << "a SYN may come again";
}

TEST_F(EventsOfOne, ADenialThatAuditModeLetPassIsTold) {
    hear("in", let_in, true);
    hear("denied", let_out, false, true);
    EXPECT_TRUE(known().audited);
    EXPECT_EQ(known().detail, "denied");
}

TEST_F(EventsOfOne, ADropOfUdpBetweenEqualPortsIsAnother) {
    book_.add({.drops = {{source, destination, "of UDP", Protocol::udp}}});
    EXPECT_FALSE(book_.drop(connection));
    EXPECT_EQ(book_.drop({Protocol::udp, source, destination}), "of UDP");
    book_.add({.drops = {{source, destination, "of TCP", Protocol::tcp}}});
    EXPECT_EQ(book_.drop(connection), "of TCP");
}

}  // namespace
}  // namespace pgreach::probe
