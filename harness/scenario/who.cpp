#include "scenario/who.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::scenario {

std::vector<Named> Who::members(const Words& words) const {
    std::vector<Named> found;
    for (const auto& [word, mark] : words) {
        const auto names = participants_.resolve(word);
        if (names.empty()) complain_of(word, mark);
        for (const auto& name : names) found.push_back({name, mark});
    }
    return found;
}

std::vector<Named> Who::targets(const Words& words) const {
    std::vector<Named> found;
    for (const auto& word : words) {
        std::vector<std::string> others;
        for (auto& member : members({word})) {
            if (participants_.find(member.name)->target()) {
                found.push_back(std::move(member));
            } else {
                others.push_back(member.name);
            }
        }
        if (others.empty()) continue;
        const bool itself = others.front() == word.first;
        complaints_.error(word.second,
                          itself ? "'" + word.first + "' is no target, so nobody probes it"
                                 : "'" + word.first + "' is also for " + enumerate(others) + ", which nobody probes",
                          "the targets are " + enumerate(participants_.targets()));
    }
    report_duplicates("target", {&found});
    return found;
}

std::vector<int> Who::ports(Fields& fields) const {
    std::vector<int> numbers;
    for (const auto& [number, mark] : fields.integers("port", "ports")) {
        const bool twice = std::find(numbers.begin(), numbers.end(), number) != numbers.end();
        if (twice) complaints_.error(mark, "port " + std::to_string(number) + " is named twice");
        if (twice) continue;
        numbers.push_back(number);
        std::set<int> known;
        for (const auto& flow : planned_) known.insert(flow.port);
        if (known.contains(number)) continue;
        std::vector<std::string> names;
        for (const int port : known) names.push_back(std::to_string(port));
        complaints_.error(mark, "the participants have no port " + std::to_string(number),
                          "they have " + enumerate(names));
    }
    return numbers;
}

std::vector<Protocol> Who::protocols(Fields& fields) const {
    if (fields.find("protocol") == nullptr) return {Protocol::tcp, Protocol::udp};
    return {fields.choice("protocol", Protocol::tcp).value_or(Protocol::tcp)};
}

void Who::report_duplicates(const std::string& what, const std::vector<std::vector<Named>*>& sides) const {
    std::set<std::string> seen;
    for (auto* side : sides) {
        std::erase_if(*side, [&](const Named& member) {
            if (seen.insert(member.name).second) return false;
            complaints_.error(member.mark, what + " '" + member.name + "' is used twice in this claim",
                              "name it on one side, once (a group names all its members)");
            return true;
        });
    }
}

std::vector<Flow> Who::flows(const std::vector<Named>& from, const std::vector<Named>& to,
                             const std::vector<int>& ports, const std::vector<Protocol>& protocols) const {
    std::vector<Flow> found;
    for (const auto& peer : from) {
        for (const auto& target : to) {
            for (const int port : ports) {
                for (const auto protocol : protocols) {
                    const Flow flow{peer.name, target.name, protocol, port};
                    if (planned_.contains(flow)) found.push_back(flow);
                }
            }
        }
    }
    return found;
}

void Who::complain_of(const std::string& word, Mark mark) const {
    if (word == "rest") {
        return complaints_.error(mark, "'rest' stands alone",
                                 "it means all participants that the other side does not name");
    }
    const auto vocabulary = participants_.vocabulary();
    const auto meant = nearest(word, vocabulary);
    complaints_.error(mark, "nobody in participants '" + participants_.name + "' is called '" + word + "'",
                      meant ? "did you mean '" + *meant + "'?" : "it has " + enumerate(vocabulary));
}

}  // namespace pgreach::scenario
