#include "backend/cluster/health.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "model/cnpg.hpp"

namespace pgreach::backend {
namespace {

// A replica that reconnects needs up to wal_retrieve_retry_interval (5 s).
constexpr Duration reconnect = std::chrono::seconds(7);

// Writes a little WAL and asks who has flushed it: what streams acknowledges at once.
constexpr const char* write_wal =
    "do $$ begin perform set_config('pgreach.lsn', pg_logical_emit_message(true, 'pgreach', 'health')::text, false);"
    " end $$";
constexpr const char* let_it_arrive = "do $$ begin perform pg_sleep(0.1); end $$";
constexpr const char* who_flushed_it =
    "select application_name, state, flush_lsn >= current_setting('pgreach.lsn')::pg_lsn from pg_stat_replication";

std::string key_of(const std::string& from, const std::string& to, int port) {
    return from + ">" + to + ":" + std::to_string(port);
}

const Target* primary_of(const std::vector<Target>& targets) {
    const auto found = std::find_if(targets.begin(), targets.end(),
                                    [](const Target& target) { return target.role == InstanceRole::primary; });
    return found != targets.end() ? &*found : nullptr;
}

Result<std::string> ask_replication(kube::Shells& shells, const kube::Pod& primary) {
    return shells.ask({primary.ns, primary.name}, "postgres",
                      {"psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", write_wal, "-c", let_it_arrive, "-c",
                       who_flushed_it});  // each -c is a transaction of its own
}

std::string member_of(const std::vector<Target>& targets, const kube::Pod& pod) {
    const auto found = std::find_if(targets.begin(), targets.end(), [&](const Target& target) {
        const auto is_it = [&](const kube::Pod& one) { return one.name == pod.name; };
        return is_it(target.pod) || std::any_of(target.standbys.begin(), target.standbys.end(), is_it);
    });
    return found != targets.end() ? found->member : std::string();
}

}  // namespace

void TrafficLog::hear(const kube::HubbleEvent& event) {
    // That it was let out says nothing of whether it was let in.
    if (event.verdict == kube::HubbleEvent::Verdict::forwarded && event.direction == "EGRESS") return;
    last_[key_of(event.source_ip, event.destination_ip, event.destination_port)] = event;
}

const kube::HubbleEvent* TrafficLog::find(const std::string& from, const std::string& to, int port) const {
    const auto found = last_.find(key_of(from, to, port));
    return found != last_.end() ? &found->second : nullptr;
}

void Health::changed() {
    changed_at_ = tools_.clock.now();
    rows_ = {};
    proxy_.changed();
}

void Health::in_force(const std::vector<Target>& targets) {
    const Target* primary = primary_of(targets);
    if (rows_.valid() || primary == nullptr) return;
    rows_ = std::async(std::launch::async, [this, pod = primary->pod] { return ask_replication(shells_, pod); });
}

Result<std::vector<HealthCheck>> Health::look(const std::vector<Target>& targets,
                                              const std::vector<kube::Pod>& instances, const StatusReaders& readers) {
    if (tools_.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    proxy_.ask(targets, readers.api_server);
    auto checks = replication(targets, instances);
    for (auto& check : operator_status(targets, readers)) checks.push_back(std::move(check));
    for (auto& check : proxy_.look(targets, readers.api_server)) checks.push_back(std::move(check));
    return checks;
}

std::vector<HealthCheck> Health::replication(const std::vector<Target>& targets,
                                             const std::vector<kube::Pod>& instances) {
    const Target* primary = primary_of(targets);
    if (primary == nullptr) return {};
    const auto rows = rows_.valid() ? rows_.get() : ask_replication(shells_, primary->pod);
    listen_();
    const auto replicas = rows ? kube::read_replication(*rows) : std::vector<kube::ReplicaState>();
    std::vector<HealthCheck> checks;
    for (const auto& pod : instances) {
        if (pod.name == primary->pod.name) continue;
        HealthCheck check{.name = "replication of " + pod.name, .from = member_of(targets, pod), .need = "replication"};
        if (!check.from.empty()) {
            check.to = primary->member;
            check.port = cnpg::postgresql_port;
        }
        const auto row = std::find_if(replicas.begin(), replicas.end(),
                                      [&](const kube::ReplicaState& one) { return one.name == pod.name; });
        if (!rows) {
            check.detail = rows.error().message;
        } else if (row != replicas.end() && row->caught_up) {
            check.state = HealthState::working;
            check.detail = row->state + ", acknowledges new WAL";
        } else {
            check.detail =
                row != replicas.end() ? row->state + ", new WAL not acknowledged" : "not in pg_stat_replication";
            judge_silence(check, pod, primary->pod);
        }
        checks.push_back(std::move(check));
    }
    return checks;
}

// Silence alone may be a replica that is about to reconnect: broken is what the datapath drops, or what stays silent.
void Health::judge_silence(HealthCheck& check, const kube::Pod& replica, const kube::Pod& primary) const {
    const auto* seen = traffic_.find(replica.ip, primary.ip, cnpg::postgresql_port);
    if (seen != nullptr && seen->verdict == kube::HubbleEvent::Verdict::dropped) {
        check.state = HealthState::broken;
        check.detail += "; " + describe(*seen);
    } else if (since(changed_at_, tools_.clock.now()) > reconnect) {
        check.state = HealthState::broken;
    }
}

std::vector<HealthCheck> Health::operator_status(const std::vector<Target>& targets,
                                                 const StatusReaders& readers) const {
    std::vector<HealthCheck> checks;
    for (const auto& target : targets) {
        const auto* seen = traffic_.find(readers.operator_ip, target.pod.ip, cnpg::status_port);
        if (seen == nullptr) continue;  // the operator asked nothing since the last change: nothing to tell
        const bool forwarded = seen->verdict != kube::HubbleEvent::Verdict::dropped;
        checks.push_back({"operator's status of " + target.member,
                          forwarded ? HealthState::working : HealthState::broken, describe(*seen),
                          readers.operator_member, target.member, cnpg::status_port});
        checks.back().by_chance = true;
        checks.back().need = "operator";
    }
    return checks;
}

}  // namespace pgreach::backend
