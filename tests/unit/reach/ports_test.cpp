#include "reach/ports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reach/change_merge.hpp"
#include "reach/port_answers.hpp"

namespace pgreach::reach {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts_of(const std::vector<PortSpan>& spans) {
    std::vector<std::string> texts;
    for (const auto& span : spans) texts.push_back(to_text(span));
    return texts;
}

TEST(Ports, DeclaredOnesThenWhatRulesNameThenTheRestOfEachProtocol) {
    NamedPorts named;
    named.add(Protocol::tcp, 5432, 5432);
    named.add(Protocol::tcp, 8000, 8100);
    named.add(Protocol::udp, 53, 53);
    EXPECT_THAT(texts_of(named.spans({{"db", Protocol::tcp, 5432}, {"", Protocol::tcp, 8050}})),
                ElementsAre("5432/TCP db", "8050/TCP", "8000-8049/TCP", "8051-8100/TCP", "53/UDP", "any other TCP port",
                            "any other UDP port", "any other SCTP port"));
}

TEST(Ports, WhatStandsForTheRestIsNamedByNoRule) {
    NamedPorts named;
    named.add(Protocol::tcp, 2, 65535);
    const auto spans = named.spans({});
    const auto rest = std::find_if(spans.begin(), spans.end(), [](const auto& span) { return span.rest; });
    EXPECT_EQ(rest->first, 1);
}

TEST(Ports, ARangeOfAllPortsTellsNoneApart) {
    NamedPorts named;
    named.add(Protocol::tcp, 0, 65535);
    EXPECT_EQ(named.spans({}).size(), 3U);
}

PortAnswer answer(const PortSpan& span, bool open) {
    return {span, {.unprotected = open}};
}

TEST(Ports, OnlyNamedOnesAreToldWhereTheyAreAnsweredOtherwise) {
    NamedPorts named;
    named.add(Protocol::tcp, 80, 80);
    named.add(Protocol::tcp, 81, 81);
    named.add(Protocol::tcp, 90, 90);
    std::vector<PortAnswer> all;
    for (const auto& span : named.spans({})) all.push_back(answer(span, span.rest || span.first == 90));
    std::vector<PortSpan> spans;
    for (const auto& port : told(all)) spans.push_back(port.ports);
    EXPECT_THAT(texts_of(spans), ElementsAre("80-81/TCP", "any other port"));
}

TEST(Ports, AChangeOfTheRestSaysWhichNamedOnesItLeaves) {
    NamedPorts named;
    named.add(Protocol::tcp, 80, 80);
    named.add(Protocol::tcp, 90, 90);
    const auto all = named.spans({{"", Protocol::tcp, 5432}});
    std::vector<PortSpan> some;
    for (const auto& span : all) {
        if (span.first != 90) some.push_back(span);
    }
    const auto ports = tell_ports(some, all);
    EXPECT_THAT(texts_of(ports.ports), ElementsAre("5432/TCP", "any other port"));
    EXPECT_THAT(texts_of(ports.but), ElementsAre("90/TCP"));
}

}  // namespace
}  // namespace pgreach::reach
