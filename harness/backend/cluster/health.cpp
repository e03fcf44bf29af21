#include "backend/cluster/health.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pgreach::backend {
namespace {

constexpr int postgresql_port = 5432;
constexpr int status_port = 8000;
// A replica that reconnects needs up to wal_retrieve_retry_interval (5 s).
constexpr Duration reconnect = std::chrono::seconds(7);

// Writes a little WAL and asks who has flushed it: what streams acknowledges at once.
constexpr const char* replication_question =
    "select pg_logical_emit_message(true, 'pgreach', 'health') as lsn \\gset\n"
    "select from pg_sleep(0.1);\n"
    "select application_name, state, flush_lsn >= :'lsn'::pg_lsn from pg_stat_replication;\n";

std::string key_of(const std::string& from, const std::string& to, int port) {
    return from + ">" + to + ":" + std::to_string(port);
}

const Target* primary_of(const std::vector<Target>& targets) {
    const auto found = std::find_if(targets.begin(), targets.end(),
                                    [](const Target& target) { return target.role == InstanceRole::primary; });
    return found != targets.end() ? &*found : nullptr;
}

std::string proxy_check(const Target& target) {
    return "kubectl cnpg status of " + target.member;
}

Result<std::string> ask_replication(const kube::Kubectl& kubectl, const kube::Pod& primary) {
    return kubectl.exec({primary.ns, primary.name}, "postgres", {"psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-"},
                        replication_question);
}

bool has_come(const std::shared_future<HealthCheck>& answer) {
    return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

std::string member_of(const std::vector<Target>& targets, const kube::Pod& pod) {
    const auto found = std::find_if(targets.begin(), targets.end(), [&](const Target& target) {
        const auto is_it = [&](const kube::Pod& one) { return one.name == pod.name; };
        return is_it(target.pod) || std::any_of(target.twins.begin(), target.twins.end(), is_it);
    });
    return found != targets.end() ? found->member : std::string();
}

}  // namespace

void TrafficLog::hear(const kube::HubbleEvent& event) {
    last_[key_of(event.source_ip, event.destination_ip, event.destination_port)] = event;
}

const kube::HubbleEvent* TrafficLog::find(const std::string& from, const std::string& to, int port) const {
    const auto found = last_.find(key_of(from, to, port));
    return found != last_.end() ? &found->second : nullptr;
}

const kube::HubbleEvent* TrafficLog::find_node_drop(const std::string& to, int port) const {
    for (const auto& [key, event] : last_) {
        const bool from_node =
            event.source_name == "reserved:remote-node" || event.source_name == "reserved:kube-apiserver";
        const bool dropped = event.verdict == kube::HubbleEvent::Verdict::dropped;
        if (from_node && dropped && event.destination_ip == to && event.destination_port == port) return &event;
    }
    return nullptr;
}

// An answer that is awaited no more is left to arrive: to destroy it would be to wait for it.
void Health::changed() {
    changed_at_ = tools_.clock.now();
    std::erase_if(late_, [](const auto& answer) { return has_come(answer); });
    late_.insert(late_.end(), proxied_.begin(), proxied_.end());
    proxied_.clear();
    rows_ = {};
    looked_ = false;
}

void Health::in_force(const std::vector<Target>& targets) {
    if (!proxied_.empty()) return;
    if (const Target* primary = primary_of(targets)) {
        rows_ = std::async(std::launch::async, [this, pod = primary->pod] { return ask_replication(kubectl_, pod); });
    }
    ask_proxies(targets);
}

void Health::ask_proxies(const std::vector<Target>& targets) {
    for (const auto& target : targets) proxied_.push_back(ask_proxy(target));
}

std::shared_future<HealthCheck> Health::ask_proxy(const Target& target) const {
    return std::async(std::launch::async, [this, target] { return api_server_proxy(target); }).share();
}

// Who looks twice waits for it to work: the API server may have tried on a connection that was cut before.
void Health::ask_again(const std::vector<Target>& targets) {
    for (size_t i = 0; i < proxied_.size(); ++i) {
        if (!has_come(proxied_[i]) || proxied_[i].get().state == HealthState::working) continue;
        proxied_[i] = ask_proxy(targets[i]);
    }
}

Result<std::vector<HealthCheck>> Health::look(const std::vector<Target>& targets,
                                              const std::vector<kube::Pod>& instances, const std::string& operator_ip,
                                              const std::string& operator_member) {
    if (tools_.stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    auto checks = replication(targets, instances);
    for (auto& check : operator_status(targets, operator_ip, operator_member)) checks.push_back(std::move(check));
    if (proxied_.empty()) ask_proxies(targets);
    if (looked_) ask_again(targets);
    looked_ = true;
    for (size_t i = 0; i < proxied_.size(); ++i) checks.push_back(proxied(i, targets[i]));
    return checks;
}

std::vector<HealthCheck> Health::replication(const std::vector<Target>& targets,
                                             const std::vector<kube::Pod>& instances) {
    const Target* primary = primary_of(targets);
    if (primary == nullptr) return {};
    const auto rows = rows_.valid() ? rows_.get() : ask_replication(kubectl_, primary->pod);
    listen_();
    const auto replicas = rows ? kube::read_replication(*rows) : std::vector<kube::ReplicaState>();
    std::vector<HealthCheck> checks;
    for (const auto& pod : instances) {
        if (pod.name == primary->pod.name) continue;
        HealthCheck check{.name = "replication of " + pod.name, .from = member_of(targets, pod)};
        if (!check.from.empty()) {
            check.to = primary->member;
            check.port = postgresql_port;
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
    const auto* seen = traffic_.find(replica.ip, primary.ip, postgresql_port);
    if (seen != nullptr && seen->verdict == kube::HubbleEvent::Verdict::dropped) {
        check.state = HealthState::broken;
        check.detail += "; " + describe(*seen);
    } else if (since(changed_at_, tools_.clock.now()) > reconnect) {
        check.state = HealthState::broken;
    }
}

std::vector<HealthCheck> Health::operator_status(const std::vector<Target>& targets, const std::string& operator_ip,
                                                 const std::string& operator_member) const {
    std::vector<HealthCheck> checks;
    for (const auto& target : targets) {
        const auto* seen = traffic_.find(operator_ip, target.pod.ip, status_port);
        if (seen == nullptr) continue;  // the operator asked nothing since the last change: nothing to tell
        const bool forwarded = seen->verdict == kube::HubbleEvent::Verdict::forwarded;
        checks.push_back({"operator's status of " + target.member,
                          forwarded ? HealthState::working : HealthState::broken, describe(*seen), operator_member,
                          target.member, status_port});
    }
    return checks;
}

// A drop says at once what the request itself learns at its timeout.
HealthCheck Health::proxied(size_t index, const Target& target) const {
    const auto* drop = has_come(proxied_[index]) ? nullptr : traffic_.find_node_drop(target.pod.ip, status_port);
    if (drop == nullptr) return proxied_[index].get();
    return {.name = proxy_check(target), .state = HealthState::broken, .detail = describe(*drop)};
}

HealthCheck Health::api_server_proxy(const Target& target) const {
    HealthCheck check{.name = proxy_check(target)};
    const std::string path =
        "/api/v1/namespaces/" + target.pod.ns + "/pods/https:" + target.pod.name + ":8000/proxy/pg/status";
    const auto answer = kubectl_.run({"get", "--raw", path, "--request-timeout=2s"}, {}, std::chrono::seconds(5));
    if (!answer) {
        check.detail = answer.error().message;
        return check;
    }
    const bool works = answer->exit.success() && answer->out.find("systemID") != std::string::npos;
    check.state = works ? HealthState::working : HealthState::broken;
    check.detail = works ? "answers through the API server" : std::string(trim(answer->err));
    return check;
}

}  // namespace pgreach::backend
