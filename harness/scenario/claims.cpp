#include "scenario/claims.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::scenario {
namespace {

using Words = std::vector<std::pair<std::string, Mark>>;

struct Named {
    std::string name;
    Mark mark;
};

class Expander {
  public:
    Expander(const NamedParticipants& participants, const std::vector<Flow>& planned, Complaints& complaints)
        : participants_(participants), planned_(planned.begin(), planned.end()), complaints_(complaints) {}

    // The members that the words mean, each named once.
    std::vector<Named> members(const Words& words) {
        std::vector<Named> found;
        for (const auto& [word, mark] : words) {
            const auto names = participants_.resolve(word);
            if (names.empty()) complain_of(word, mark);
            for (const auto& name : names) found.push_back({name, mark});
        }
        return found;
    }

    std::vector<int> ports(Fields& fields) {
        std::vector<int> numbers;
        if (const auto one = fields.optional_integer("port")) numbers.push_back(*one);
        for (const auto& node : fields.list("ports"))
            numbers.push_back(static_cast<int>(node.as_integer().value_or(0)));
        return numbers;
    }

    void check_ports(const std::vector<int>& numbers, Mark mark) {
        if (numbers.empty()) complaints_.error(mark, "say which 'port' (or 'ports')");
        for (const int number : numbers) {
            if (participants_.participants.find_port(number) == nullptr) {
                complaints_.error(mark, "the participants have no port " + std::to_string(number));
            }
        }
    }

    // The planned flows from these peers to these targets; a pair that is not planned (a peer to itself) is left out.
    std::vector<Flow> flows(const std::vector<Named>& from, const std::vector<Named>& to,
                            const std::vector<int>& numbers) const {
        std::vector<Flow> found;
        for (const auto& peer : from) {
            for (const auto& target : to) {
                for (const int port : numbers) {
                    const Flow flow{peer.name, target.name, Protocol::tcp, port};
                    if (planned_.contains(flow)) found.push_back(flow);
                }
            }
        }
        return found;
    }

  private:
    void complain_of(const std::string& word, Mark mark) {
        const auto meant = nearest(word, participants_.vocabulary());
        complaints_.error(mark,
                          "nobody in participants '" + participants_.participants.name + "' is called '" + word + "'",
                          meant ? "did you mean '" + *meant + "'?" : "it has " + enumerate(participants_.vocabulary()));
    }

    const NamedParticipants& participants_;
    std::set<Flow> planned_;
    Complaints& complaints_;
};

bool is_rest(const Words& words) {
    return words.size() == 1 && words[0].first == "rest";
}

// Who is named on one side of a claim: named twice is an error, `rest` is filled from the other side.
struct Sides {
    std::vector<Named> allow;
    std::vector<Named> deny;
};

// Who is named a second time is complained of, and left out so that no other complaint follows from it.
void report_duplicates(Sides& sides, Complaints& complaints) {
    std::set<std::string> seen;
    for (auto* side : {&sides.allow, &sides.deny}) {
        std::erase_if(*side, [&](const Named& member) {
            if (seen.insert(member.name).second) return false;
            complaints.error(member.mark, "peer '" + member.name + "' is used twice in this claim",
                             "name it on one side, once (a group names all its members)");
            return true;
        });
    }
}

Sides read_sides(Fields& fields, Expander& expander, const NamedParticipants& participants, Mark mark,
                 Complaints& complaints) {
    const Words allow = fields.words("allow");
    const Words deny = fields.words("deny");
    Sides sides;
    if (is_rest(allow) && is_rest(deny)) complaints.error(mark, "only one side of a claim can be 'rest'");
    if (!is_rest(allow)) sides.allow = expander.members(allow);
    if (!is_rest(deny)) sides.deny = expander.members(deny);
    report_duplicates(sides, complaints);
    if (is_rest(allow) == is_rest(deny)) return sides;
    const auto& named = is_rest(allow) ? sides.deny : sides.allow;
    auto& rest = is_rest(allow) ? sides.allow : sides.deny;
    for (const auto& member : participants.participants.members) {
        const auto same = [&](const Named& other) { return other.name == member.endpoint.name; };
        if (std::none_of(named.begin(), named.end(), same)) rest.push_back({member.endpoint.name, mark});
    }
    return sides;
}

// "2 flows have no claim: a → b:1, c → d:2": some of them by name.
void complain_of_flows(const std::vector<Flow>& flows, const std::string& what, Mark mark, const std::string& remedy,
                       Complaints& complaints) {
    if (flows.empty()) return;
    constexpr size_t shown = 3;
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(shown, flows.size()); ++i) names.push_back(describe(flows[i]));
    const std::string count = std::to_string(flows.size()) + (flows.size() == 1 ? " flow " : " flows ");
    complaints.error(mark, count + what + ": " + join(names, ", ") + (flows.size() > shown ? ", …" : ""), remedy);
}

}  // namespace

std::map<Flow, Verdict> expand_claims(const yaml::Node& list, const NamedParticipants& participants,
                                      const std::vector<Flow>& planned, Complaints& complaints) {
    std::map<Flow, Verdict> claims;
    Expander expander(participants, planned, complaints);
    for (const auto& item : list.items) {
        Fields fields(item, "a claim", complaints);
        fields.require("to");
        const auto to = expander.members(fields.words("to"));
        const auto numbers = expander.ports(fields);
        expander.check_ports(numbers, item.mark);
        const Sides sides = read_sides(fields, expander, participants, item.mark, complaints);
        fields.finish();
        std::vector<Flow> twice;
        const auto add = [&](const std::vector<Named>& from, Verdict verdict) {
            for (const auto& flow : expander.flows(from, to, numbers)) {
                if (!claims.emplace(flow, verdict).second) twice.push_back(flow);
            }
        };
        add(sides.allow, Verdict::allow);
        add(sides.deny, Verdict::deny);
        complain_of_flows(twice, "claimed already, above", item.mark, "say it once", complaints);
    }
    if (complaints.any()) return claims;  // a gap may only follow from another mistake
    std::vector<Flow> missing;
    std::copy_if(planned.begin(), planned.end(), std::back_inserter(missing),
                 [&](const Flow& flow) { return !claims.contains(flow); });
    complain_of_flows(missing, "without a claim", list.mark,
                      "say 'allow' or 'deny' for each; 'deny: rest' means all others", complaints);
    return claims;
}

std::set<Flow> expand_flows(const std::vector<yaml::Node>& items, const NamedParticipants& participants,
                            const std::vector<Flow>& planned, Complaints& complaints) {
    std::set<Flow> flows;
    Expander expander(participants, planned, complaints);
    for (const auto& item : items) {
        Fields fields(item, "a flow of a known defect", complaints);
        const auto words = fields.words("from");
        const auto from = expander.members(words.empty() ? Words{{"all", item.mark}} : words);
        fields.require("to");
        const auto to = expander.members(fields.words("to"));
        const auto numbers = expander.ports(fields);
        expander.check_ports(numbers, item.mark);
        fields.finish();
        for (const auto& flow : expander.flows(from, to, numbers)) flows.insert(flow);
    }
    return flows;
}

}  // namespace pgreach::scenario
