#include "audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "audit/admission.hpp"
#include "audit/findings.hpp"
#include "audit/judge.hpp"
#include "audit/lag.hpp"
#include "audit/pacing.hpp"
#include "audit/session.hpp"
#include "backend/cluster/agent_semantics.hpp"
#include "backend/cluster/waiting.hpp"
#include "engine/agent_config_text.hpp"
#include "engine/versions.hpp"
#include "model/cnpg.hpp"

namespace pgreach::audit {
namespace {

// A flow that does not do as predicted is tried so often: an identity or a policy may be on its way.
constexpr int most_tries = 3;
constexpr Duration between_tries = std::chrono::seconds(2);
constexpr Duration lag_limit = std::chrono::seconds(20);

class Audit {
  public:
    Audit(const backend::Tools& tools, const backend::ClusterOptions& cluster, const Options& options)
        : tools_(tools), options_(options), cluster_(cluster), session_(tools, cluster) {}

    Result<Report> run(const Consent& consent) {
        if (auto planned = plan(); !planned) return std::move(planned).error();
        const auto agreed = consent(report_);
        if (!agreed) return Error(agreed.error());
        if (!*agreed) return std::move(report_);
        auto tried = carry_out();
        auto ended = session_.end();
        if (!tried) return std::move(tried).error();
        if (!ended) return std::move(ended).error();
        return std::move(report_);
    }

  private:
    Result<void> plan() {
        if (auto begun = session_.twins().begin(); !begun) return begun;
        auto surveyed = survey(tools_, session_.kubectl(), session_.shells(), cluster_);
        if (!surveyed) return std::move(surveyed).error();
        survey_ = *std::move(surveyed);
        auto plan = make_plan(survey_, options_, session_.twins().id());
        if (!plan) return std::move(plan).error();
        report_.plan = *std::move(plan);
        report_.context = cluster_.access.context;
        report_.started = utc_timestamp();
        report_.policies = survey_.policies.size();
        const std::string settings = engine::describe_settings(survey_.semantics.cilium);
        report_.cilium =
            engine::to_string(survey_.semantics.cilium.version) + (settings.empty() ? "" : " with " + settings);
        report_.notes = backend::notes_of(survey_.semantics);
        return {};
    }

    Result<void> carry_out() {
        if (auto may = session_.twins().check_permissions(report_.plan); !may) return may;
        if (auto swept = session_.twins().sweep(report_.plan, survey_.leftovers); !swept) return swept;
        if (auto made = session_.make(report_.plan, options_); !made) return made;
        if (!session_.has_hubble()) {
            report_.notes.emplace_back("Hubble does not answer: what is closed cannot be told from what is silent");
        }
        if (auto read = read_audit_mode(); !read) return read;
        if (auto waited = wait_for_agents(); !waited) return waited;
        if (auto tried = try_all(); !tried) return tried;
        return conclude_all();
    }

    Result<void> read_audit_mode() {
        auto audited = backend::read_audited(session_.shells(), session_.agents(), survey_.pods);
        if (!audited && audited.error().kind == ErrorKind::interrupted) return std::move(audited).error();
        if (audited && survey_.semantics.audited.empty()) survey_.semantics.audited = *std::move(audited);
        return {};
    }

    Result<std::vector<std::string>> lag() {
        return find_lag(session_.shells(), session_.agents(), survey_.policies, session_.addresses(report_.plan),
                        survey_.semantics.cilium.config.network_policies);
    }

    // Twins are new to their agents; what lags when the time is up is told.
    Result<void> wait_for_agents() {
        tools_.progress.step("waiting until the agents have caught up");
        std::string silence;
        const auto waited = backend::wait_until(tools_, "agents", lag_limit, [&]() -> Result<std::string> {
            auto found = lag();
            silence = found ? std::string() : found.error().message;
            if (!found) return std::move(found).error();
            lag_ = *std::move(found);
            return lag_.empty() ? std::string() : lag_.front();
        });
        if (!waited && waited.error().kind == ErrorKind::interrupted) return Error(waited.error());
        if (!silence.empty()) {
            report_.findings.push_back(
                {Weight::inconclusive, "agent-silent", "whether the agents have caught up is not known: " + silence});
        }
        return {};
    }

    Result<void> try_all() {
        std::vector<size_t> left;
        for (size_t i = 0; i < report_.plan.flows.size(); ++i) {
            report_.flows.push_back(judge(report_.plan, i, {}, true));
            if (report_.plan.flows[i].impossible.empty()) left.push_back(i);
        }
        for (int turn = 1; turn <= most_tries && !left.empty(); ++turn) {
            if (turn > 1 && !backend::pause(tools_.stop, between_tries)) return interrupted();
            if (auto tried = try_once(left, turn); !tried) return tried;
            std::erase_if(left, [&](size_t flow) { return report_.flows[flow].agreement == Agreement::agrees; });
        }
        return {};
    }

    Result<void> try_once(const std::vector<size_t>& flows, int turn) {
        const auto groups = paced(report_.plan.flows, flows, options_.per_second);
        size_t done = 0;
        for (size_t i = 0; i < groups.size(); ++i) {
            if (i > 0 && !backend::pause(tools_.stop, std::chrono::seconds(1))) return interrupted();
            tools_.progress.step(turn == 1
                                     ? fmt::format("trying flows: {} of {}", done, flows.size())
                                     : fmt::format("trying {} flows again that were not as predicted", flows.size()));
            auto seen = session_.attempt(report_.plan, groups[i]);
            if (!seen) return std::move(seen).error();
            for (size_t k = 0; k < groups[i].size(); ++k) {
                const size_t flow = groups[i][k];
                learn_address(report_.plan.flows[flow], (*seen)[k]);
                report_.flows[flow] = judge(report_.plan, flow, std::move((*seen)[k]), session_.has_hubble());
                report_.flows[flow].tries = turn;
            }
            done += groups[i].size();
        }
        return {};
    }

    // Where a name outside the cluster leads to the attempt shows.
    void learn_address(AuditFlow& flow, const Observation& observation) const {
        if (!flow.outside || observation.attempts.empty()) return;
        std::string address = observation.attempts.front().destination;
        address.resize(std::min(address.size(), address.rfind(':')));
        if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
        if (!address.empty()) flow.decision = decide_outside(survey_, flow, address);
    }

    Result<void> conclude_all() {
        if (auto noted = note_changes(); !noted) return noted;
        if (!lag_.empty()) {
            auto still = lag();
            if (!still && still.error().kind == ErrorKind::interrupted) return std::move(still).error();
            if (still) lag_ = *std::move(still);
        }
        const auto add = [&](std::vector<Finding> more) {
            report_.findings.insert(report_.findings.end(), more.begin(), more.end());
        };
        add(find_unmet_needs(report_));
        add(find_admission_faults(survey_));
        add(find_audit_mode(survey_.semantics));
        add(find_lag_faults(lag_));
        return {};
    }

    // Of a cluster that changed meanwhile, what does not agree proves nothing.
    Result<void> note_changes() {
        const bool all_agree = report_.count(Agreement::agrees) == report_.flows.size();
        if (all_agree) return {};
        const auto policies = read_policies(session_.kubectl());
        if (!policies) return Error(policies.error());
        const auto pods = read_database_pods(session_.kubectl());
        if (!pods) return Error(pods.error());
        if (keys_of(*policies) != keys_of(survey_.policies)) {
            doubt({DoubtCause::not_in_force, "policies were changed during the audit"});
        }
        if (keys_of(*pods) != keys_of(survey_.pods)) {
            doubt({DoubtCause::failover, "pods of databases were replaced, or changed their role, during the audit"});
        }
        return {};
    }

    void doubt(const Doubt& doubt) {
        for (auto& judged : report_.flows) {
            if (judged.agreement == Agreement::agrees) continue;
            judged.observation.doubts.push_back(doubt);
            const int tries = judged.tries;
            judged = judge(report_.plan, judged.flow, std::move(judged.observation), session_.has_hubble());
            judged.tries = tries;
        }
    }

    static std::map<std::string, std::int64_t> keys_of(const std::vector<StoredPolicy>& policies) {
        std::map<std::string, std::int64_t> keys;
        for (const auto& policy : policies) keys[policy.uid] = policy.deleting ? -1 : policy.generation;
        return keys;
    }
    static std::map<std::string, std::string> keys_of(const std::vector<kube::Pod>& pods) {
        std::map<std::string, std::string> keys;
        for (const auto& pod : pods) {
            keys[pod.ns + "/" + pod.name] = pod.ip + " " + pod.label(cnpg::instance_role_label);
        }
        return keys;
    }

    static Error interrupted() { return {ErrorKind::interrupted, "interrupted while trying flows"}; }

    const backend::Tools& tools_;
    const Options& options_;
    backend::ClusterOptions cluster_;
    Session session_;
    Survey survey_;
    Report report_;
    std::vector<std::string> lag_;
};

}  // namespace

Result<Report> audit(const backend::Tools& tools, const backend::ClusterOptions& cluster, const Options& options,
                     const Consent& consent) {
    return Audit(tools, cluster, options).run(consent);
}

}  // namespace pgreach::audit
