// What another project's list of connections says of its own test cases, and what reach says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "reach/answers.hpp"
#include "unit/reach/random_world.hpp"
#include "vectors/line_reader.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::reach {
namespace {

using vectors::VectorCase;

bool has_port(const PortSpan& span, const engine::PortProtocol& l4) {
    if (span.rest) return span.every_protocol || span.protocol == l4.protocol;
    return span.protocol == l4.protocol && span.first <= l4.port && l4.port <= span.last;
}

bool has_party(const Group& group, const std::string& name) {
    const bool listed = std::any_of(group.parties.begin(), group.parties.end(),
                                    [&name](const Party& party) { return party.name == name; });
    return listed != group.others;
}

bool is_exposed(const Passing& passing, const AddressSet& address) {
    const auto covers = [&address](const PeerSet& peers) {
        return peers.kind == PeerKind::outside && peers.addresses.covers(address);
    };
    return passing.unprotected || std::any_of(passing.exposed.begin(), passing.exposed.end(), [&](const auto& one) {
               return covers(one.peers) && std::none_of(one.but.begin(), one.but.end(), covers);
           });
}

// The answers for every workload in one direction, by its name.
class AnswersByName {
  public:
    AnswersByName(const world::Contents& contents, const Policies& policies, bool egress)
        : result_(reach(contents, policies, {.all = true, .egress = egress})) {
        for (const auto& answer : result_.answers) {
            for (const auto& subject : answer.subjects) by_name_[subject.name] = &answer;
        }
    }
    // Named ports before all others; a port of which nothing is told is closed.
    bool passes(const Endpoint& subject, const Endpoint& peer, const engine::PortProtocol& l4) const {
        const auto& ports = by_name_.at(subject.name)->ports;
        const auto found =
            std::find_if(ports.begin(), ports.end(), [&l4](const auto& port) { return has_port(port.ports, l4); });
        if (found == ports.end()) return false;
        if (peer.kind == EndpointKind::cidr) {
            return is_exposed(found->passing, AddressSet::of(*manifest::parse_address_or_cidr(peer.cidr)));
        }
        return std::any_of(found->passing.groups.begin(), found->passing.groups.end(),
                           [&peer](const Group& group) { return has_party(group, peer.name); });
    }

  private:
    ReachResult result_;
    std::map<std::string, const Answer*> by_name_;
};

struct Count {
    size_t cases = 0;
    size_t open = 0;
    size_t closed = 0;
    std::vector<std::string> wrong = {};
};

void compare_case(const VectorCase& given, Count& count) {
    world::Objects objects;
    objects.policies = given.policies;
    for (auto& policy : objects.policies) policy.source = std::make_shared<const Source>(Source{given.id, ""});
    const auto contents = world::make_contents(given.world, objects, {});
    const auto policies = policies_of(contents);
    const AnswersByName ingress(contents, policies, false), egress(contents, policies, true);
    for (size_t i = 0; i < given.flows.size(); ++i) {
        const auto& flow = given.flows[i];
        const auto& from = given.world.endpoints[flow.from];
        const auto& to = given.world.endpoints[flow.to];
        if (flow.from == flow.to || given.flow_answers[i].both == vectors::Answer::any) continue;
        const engine::PortProtocol l4{flow.protocol, flow.port};
        const bool inward = to.kind == EndpointKind::pod;
        const bool told = inward ? ingress.passes(to, from, l4) : egress.passes(from, to, l4);
        const bool expected = given.flow_answers[i].both == vectors::Answer::allowed;
        ++(expected ? count.open : count.closed);
        if (told != expected) {
            count.wrong.push_back(given.id + ": " + from.name + " to " + to.name + ":" + std::to_string(flow.port));
        }
    }
    ++count.cases;
}

TEST(ReachPeers, NpGuardSaysTheSameOfItsOwnCases) {
    auto lines = vectors::LineReader::open(std::filesystem::path(PGREACH_SOURCE_DIR) /
                                           "fixtures/vectors/peers/npguard-sample.jsonl.gz");
    ASSERT_TRUE(lines) << lines.error().message;
    Count count;
    std::string line;
    for (auto more = lines->next(line); more && *more; more = lines->next(line)) {
        const auto given = vectors::parse_vector_case(line);
        ASSERT_TRUE(given) << given.error().message;
        compare_case(*given, count);
    }
    EXPECT_EQ(count.cases, 72U);
    EXPECT_GT(count.open, 1000U);
    EXPECT_GT(count.closed, 1000U);
    if (count.wrong.size() > 10) count.wrong.resize(10);
    EXPECT_THAT(count.wrong, ::testing::IsEmpty());
}

}  // namespace
}  // namespace pgreach::reach
