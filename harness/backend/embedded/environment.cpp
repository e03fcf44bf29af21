#include "backend/embedded/environment.hpp"

#include <algorithm>

#include "model/conclusion.hpp"

namespace pgreach::backend {
namespace {

// What CNPG's operator asks every instance for (pkg/management/url in CNPG).
constexpr const char* operator_status_path = "/pg/status";

// Where no socket was ever opened the trouble is on the peer's side, and no server need be asked.
bool reached_out(const Observation& observation) {
    return std::any_of(observation.attempts.begin(), observation.attempts.end(),
                       [](const Attempt& attempt) { return !attempt.source.empty(); });
}

}  // namespace

probe::PlannedFlow EmbeddedEnvironment::plan(const Flow& flow) const {
    probe::PlannedFlow planned;
    planned.peer = flow.from;
    planned.answerers = {flow.to};
    planned.dial.purpose = participants.find_port(flow)->purpose;
    planned.dial.address = to_string(addresses.members.at(flow.to));
    planned.dial.port = flow.port;
    planned.dial.user = "app";
    planned.dial.database = "app";
    planned.dial.path =
        planned.dial.purpose == PortPurpose::metrics ? "/metrics" : participants.find(flow.from)->status_path;
    return planned;
}

void EmbeddedEnvironment::name_dead_servers(const std::vector<Flow>& flows, std::vector<Observation>& seen) {
    std::map<std::pair<std::string, int>, std::string> deaths;
    for (size_t index = 0; index < flows.size(); ++index) {
        const bool unclear = conclude(seen[index], {}).observed == Observed::unclear;
        if (!unclear || !reached_out(seen[index])) continue;
        const Flow& flow = flows[index];
        const auto [death, first_time] = deaths.try_emplace({flow.to, flow.port});
        if (first_time) death->second = death_of(flow);
        if (!death->second.empty()) seen[index].doubts.push_back({DoubtCause::server_died, death->second});
    }
}

void EmbeddedEnvironment::note_operator_status(const std::vector<Flow>& flows, const std::vector<Observation>& seen) {
    for (size_t index = 0; index < flows.size(); ++index) {
        const Flow& flow = flows[index];
        const bool asks = participants.find(flow.from)->status_path == operator_status_path &&
                          participants.find_port(flow)->purpose == PortPurpose::status;
        if (!asks) continue;
        const auto conclusion = conclude(seen[index], {});
        HealthCheck check{
            .name = "operator's status of " + flow.to, .from = flow.from, .to = flow.to, .port = flow.port};
        if (conclusion.observed != Observed::unclear) {
            const bool open = conclusion.observed == Observed::open;
            check.state = open ? HealthState::working : HealthState::broken;
            check.detail = open ? "answers" : "the operator's requests are dropped";
        } else {
            check.detail = conclusion.reason();
        }
        operator_status.insert_or_assign(flow.to, std::move(check));
    }
}

std::string EmbeddedEnvironment::death_of(const Flow& flow) {
    if (participants.find(flow.to)->is_instance() && participants.find_port(flow)->purpose == PortPurpose::postgresql) {
        for (auto& instance : instances) {
            if (instance.settings().name == flow.to) return instance.death(dying_grace);
        }
        return {};
    }
    const auto exit = target_server->wait(SteadyClock().now() + dying_grace);
    return exit ? "the status server has ended: " + describe(*exit) : std::string();
}

}  // namespace pgreach::backend
