#include "probe/event_book.hpp"

#include <algorithm>

namespace pgreach::probe {
namespace {

// A denial is told rather than an admission, and that it was let in rather than that it was let out.
bool says_more(const ForwardEvent& event, const ForwardEvent& than) {
    if (event.audited != than.audited) return event.audited;
    return event.ingress && !than.ingress;
}

void merge(ForwardEvent event, ForwardEvent& known) {
    if (says_more(event, known)) known.detail = std::move(event.detail);
    known.audited = known.audited || event.audited;
    known.ingress = known.ingress || event.ingress;
    for (auto& policy : event.policies) {
        if (std::find(known.policies.begin(), known.policies.end(), policy) != known.policies.end()) continue;
        known.policies.push_back(std::move(policy));
    }
}

}  // namespace

void EventBook::add(Events events) {
    for (auto& drop : events.drops) {
        const Connection connection{drop.protocol, drop.source, drop.destination};
        drops_.emplace(connection, std::move(drop));
    }
    for (auto& forward : events.forwards) {
        const Connection connection{forward.protocol, forward.source, forward.destination};
        const auto known = forwards_.find(connection);
        if (known == forwards_.end()) {
            forwards_.emplace(connection, std::move(forward));
        } else {
            merge(std::move(forward), known->second);
        }
    }
    if (lost_.empty()) lost_ = std::move(events.lost);
}

std::optional<std::string> EventBook::drop(const Connection& connection) const {
    const auto found = drops_.find(connection);
    if (found == drops_.end()) return std::nullopt;
    return found->second.detail;
}

std::optional<ForwardEvent> EventBook::forward(const Connection& connection) const {
    const auto found = forwards_.find(connection);
    if (found == forwards_.end()) return std::nullopt;
    return found->second;
}

bool EventBook::entered(const Connection& connection) const {
    const auto found = forwards_.find(connection);
    return found != forwards_.end() && found->second.ingress;
}

}  // namespace pgreach::probe
