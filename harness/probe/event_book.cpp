#include "probe/event_book.hpp"

namespace pgreach::probe {

void EventBook::add(Events events) {
    for (auto& drop : events.drops) drops_.emplace(std::pair(drop.source, drop.destination), std::move(drop.detail));
    for (auto& forward : events.forwards) {
        forwards_.emplace(std::pair(forward.source, forward.destination), std::move(forward.detail));
    }
    if (lost_.empty()) lost_ = std::move(events.lost);
}

std::optional<std::string> EventBook::drop(const std::string& source, const std::string& destination) const {
    return find(drops_, source, destination);
}

std::optional<std::string> EventBook::forward(const std::string& source, const std::string& destination) const {
    return find(forwards_, source, destination);
}

std::optional<std::string> EventBook::find(const Details& details, const std::string& source,
                                           const std::string& destination) {
    const auto found = details.find({source, destination});
    if (found == details.end()) return std::nullopt;
    return found->second;
}

}  // namespace pgreach::probe
