#include "probe/event_book.hpp"

namespace pgreach::probe {

void EventBook::add(Events events) {
    for (auto& drop : events.drops) drops_.emplace(Connection(drop.source, drop.destination), std::move(drop));
    for (auto& forward : events.forwards) {
        forwards_.emplace(Connection(forward.source, forward.destination), std::move(forward));
    }
    if (lost_.empty()) lost_ = std::move(events.lost);
}

std::optional<std::string> EventBook::drop(const std::string& source, const std::string& destination) const {
    const auto found = drops_.find({source, destination});
    if (found == drops_.end()) return std::nullopt;
    return found->second.detail;
}

std::optional<ForwardEvent> EventBook::forward(const std::string& source, const std::string& destination) const {
    const auto found = forwards_.find({source, destination});
    if (found == forwards_.end()) return std::nullopt;
    return found->second;
}

}  // namespace pgreach::probe
