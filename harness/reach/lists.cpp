#include "reach/lists.hpp"

#include <fmt/format.h>

namespace pgreach::reach {

// An answer's subjects are named with each of its lines by formats that are tables.
Lists::Lists(const ReachResult& result) {
    for (const bool counting : {true, false}) {
        for (const auto& answer : result.answers) {
            counting ? see(answer.subjects, 2) : give_number(answer.subjects);
            for (const auto& port : answer.ports) {
                for (const auto& group : port.passing.groups)
                    counting ? see(group.parties, 1) : give_number(group.parties);
            }
        }
    }
}

void Lists::see(const Parties& parties, size_t times) {
    if (parties.size() > few) seen_[&parties.all()] += times;
}

void Lists::give_number(const Parties& parties) {
    const auto seen = seen_.find(&parties.all());
    if (seen == seen_.end() || seen->second < 2) return;
    if (numbers_.try_emplace(&parties.all(), all_.size() + 1).second) all_.push_back(parties);
}

size_t Lists::number_of(const Parties& parties) const {
    const auto found = numbers_.find(&parties.all());
    return found == numbers_.end() ? 0 : found->second;
}

std::string list_name(size_t number) {
    return fmt::format("list {}", number);
}

std::string describe_list(size_t number, const Parties& parties) {
    return fmt::format("list {}, {} workloads, {} pods", number, parties.size(), parties.pods());
}

}  // namespace pgreach::reach
