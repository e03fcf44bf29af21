#include "backend/embedded/probes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "probe/launch.hpp"
#include "proc/starter.hpp"

namespace pgreach::backend {
namespace {

constexpr auto greeting_limit = std::chrono::seconds(30);

}  // namespace

Probes::Probes(Site site) : site_(std::move(site)), pace_(site_.capacity.flows.most) {
    for (size_t number = 0; number < site_.peers.size(); ++number) {
        groups_.emplace(site_.peers[number], number / site_.capacity.peers.most);
    }
}

Result<void> Probes::start() {
    return start_group(0);
}

Result<void> Probes::greet(Duration limit) {
    return prober_->greet(limit);
}

Result<std::vector<probe::Probed>> Probes::observe(const std::vector<probe::PlannedFlow>& flows, Duration limit) {
    tell_limits(flows.size());
    std::vector<probe::Probed> results(flows.size());
    for (const auto& [group, places] : by_group(flows)) {
        if (auto runs = run_group(group); !runs) return std::move(runs).error();
        if (auto seen = observe_places(flows, places, limit, results); !seen) return std::move(seen).error();
    }
    return results;
}

Result<void> Probes::start_watch(const std::vector<probe::PlannedFlow>& flows, const probe::Repeat& repeat) {
    const auto groups = by_group(flows);
    if (groups.size() > 1) {
        return environment_error(fmt::format("only {} peers can probe at once here: {}", site_.capacity.peers.most,
                                             site_.capacity.peers.because),
                                 "watch fewer of them (--from)");
    }
    for (const auto& [group, places] : groups) {
        if (auto runs = run_group(group); !runs) return runs;
    }
    return prober_->start(flows, repeat, greeting_limit);
}

Result<void> Probes::go_on(TimePoint until) {
    for (;;) {
        const auto event = prober_->next(until);
        if (!event) return Error(event.error());
        if (!*event) return {};
    }
}

Result<std::vector<probe::Seen>> Probes::finish_watch() {
    return prober_->finish(greeting_limit);
}

size_t Probes::group_of(const std::string& peer) const {
    const auto found = groups_.find(peer);
    return found == groups_.end() ? running_ : found->second;  // of one that is unknown any prober says so
}

std::vector<std::pair<size_t, Probes::Places>> Probes::by_group(const std::vector<probe::PlannedFlow>& flows) const {
    std::map<size_t, Places> places;
    for (size_t place = 0; place < flows.size(); ++place) places[group_of(flows[place].peer)].push_back(place);
    std::vector<std::pair<size_t, Places>> ordered(places.begin(), places.end());
    std::stable_partition(ordered.begin(), ordered.end(), [&](const auto& each) { return each.first == running_; });
    return ordered;
}

Result<void> Probes::start_group(size_t group) {
    prober_.emplace(site_.stop);
    process_.reset();  // those of the group before end with it
    running_ = group;
    if (site_.evidence != nullptr) prober_->add_evidence(*site_.evidence);
    std::vector<UniqueFd> networks;
    std::vector<probe::Place> places;
    for (const auto& [peer, its_group] : groups_) {
        if (its_group != group) continue;
        auto network = site_.open_network(peer);
        if (!network) return std::move(network).error().in(peer);
        networks.push_back(*std::move(network));
        places.push_back({peer, networks.back().get()});
    }
    proc::ForkingChildStarter starter;
    auto served = probe::serve_probes(starter, site_.program, places);
    if (!served) return std::move(served).error();
    process_.emplace(std::move(served->process));
    for (auto& [peer, stream] : served->streams) prober_->add_peer(peer, std::move(stream));
    return {};
}

Result<void> Probes::run_group(size_t group) {
    if (group == running_) return {};
    if (auto started = start_group(group); !started) return started;
    return greet(greeting_limit);
}

Result<void> Probes::observe_places(const std::vector<probe::PlannedFlow>& flows, const Places& places, Duration limit,
                                    std::vector<probe::Probed>& results) {
    for (size_t begin = 0; begin < places.size();) {
        const size_t count = std::min(pace_.at_once(), places.size() - begin);
        std::vector<probe::PlannedFlow> portion;
        for (size_t i = 0; i < count; ++i) portion.push_back(flows[places[begin + i]]);
        auto probed = prober_->observe(portion, limit);
        if (!probed) return std::move(probed).error();
        if (pace_.take(*probed, limit)) {
            site_.progress.note(
                fmt::format("targets answer late: trying {} flows at once from now on", pace_.at_once()));
        }
        for (size_t i = 0; i < count; ++i) results[places[begin + i]] = std::move((*probed)[i]);
        begin += count;
    }
    return {};
}

void Probes::tell_limits(size_t flows) {
    if (std::exchange(told_, true)) return;
    const auto& [peers, at_once] = site_.capacity;
    if (site_.peers.size() > peers.most) {
        site_.progress.note(
            fmt::format("{} of {} peers probe at once: {}", peers.most, site_.peers.size(), peers.because));
    }
    if (flows > at_once.most) {
        site_.progress.note(fmt::format("{} of {} flows are tried at once: {}", at_once.most, flows, at_once.because));
    }
}

}  // namespace pgreach::backend
