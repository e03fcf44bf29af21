#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admission.hpp"
#include "model/flow.hpp"
#include "model/health.hpp"
#include "model/observation.hpp"
#include "model/participants.hpp"
#include "model/policy_id.hpp"
#include "model/watch.hpp"

namespace pgreach {

// What a run set out to do and what it saw: facts, engine's predictions and the scenarios' claims. What they mean is
// derived from it (verdict/judge.hpp) and can be derived again from the file.

// A rule of a policy, and where its text stands (PolicyText).
struct RulePlace {
    PolicyId policy;
    std::string path = {};  // "ingress[0]"
    int line = 0;           // of the file, where the rule begins
    bool decides = true;    // false: no rule matches, and this one comes nearest
};

// One flow in one step: the three answers.
struct FlowRecord {
    Flow flow;
    Verdict claim = Verdict::allow;
    Verdict prediction = Verdict::allow;
    std::string by = {};      // the policy and rule that decide, as the engine names them
    std::string reason = {};  // why, as a sentence
    // The policies that the engine says let it pass, on either side; empty where it is denied or no rule decides.
    std::vector<PolicyId> allowed_by = {};
    std::optional<RulePlace> rule = {};  // nothing where no rule is concerned, and in older records
    // Cilium as installed would decide otherwise: claims and known defects, which are of that one, do not count.
    bool by_configuration = false;
    std::string defect = {};  // id of the known defect that lists this flow
    // What may have brought about that the observation is not as predicted, as found out while it could be.
    std::vector<std::string> causes = {};
    Observation observation = {};
};

// What became of one policy in one step. The page's claim is always that it is accepted.
struct AdmissionRecord {
    PolicyId policy;
    FieldValidation validation = FieldValidation::strict;
    Admission observed = {};
    Admission predicted = {};
    bool by_configuration = false;                       // as of a flow
    std::string defect = {};                             // id of the known defect that lists it
    AdmissionResult listed = AdmissionResult::accepted;  // what that defect says becomes of it
    std::vector<Doubt> doubts = {};                      // why the prediction may not be the one that counts
};

// A check of the database, with what the engine expects of the flow that it depends on.
struct HealthRecord {
    HealthCheck check;
    std::optional<Verdict> prediction = {};
};

struct StepRecord {
    std::string name;
    std::int64_t settle_ms = 0;  // from the last change until everything was as predicted, or the limit
    int rounds = 0;              // of observation
    // Where the time of the step went.
    std::int64_t change_ms = 0;    // policies applied and removed, until their admission was known
    std::int64_t in_force_ms = 0;  // then until every endpoint had them in force
    std::int64_t observe_ms = 0;   // all rounds
    std::int64_t health_ms = 0;    // checks of the database
    std::vector<AdmissionRecord> admissions = {};
    std::vector<FlowRecord> flows = {};
    std::vector<HealthRecord> health = {};
    std::vector<PolicyId> removes = {};  // policies of earlier steps that are taken away before anything is applied
    std::int64_t began_us = -1;          // since the run's start; -1: the record does not tell
};

// What a defect means to a reader; flows and admissions refer to it by id.
struct DefectRecord {
    std::string id;
    std::string promises;
    std::string happens;
    std::string link;
    std::string remedy;
};

// A policy as a step of a scenario applies it: its own document, as somebody wrote it.
struct PolicyText {
    PolicyId policy;
    std::string text;
    std::string file;  // policy file or page
    int line = 1;      // of that file, where the text begins
    size_t step = 0;   // index of the first step that applies it so; 0 in older records
};

struct ScenarioRecord {
    std::string name;
    std::string title;
    std::string file;
    std::string participants;
    std::string page;           // "heading, block N", empty where the scenario names none
    std::string argument = {};  // by which `pgreach run` finds it; empty in records that do not tell
    std::string repeats = {};   // the scenario that this is another run of; empty for the first
    std::vector<StepRecord> steps = {};
    std::vector<DefectRecord> defects = {};
    std::int64_t duration_ms = 0;
    std::vector<PolicyText> policies = {};  // by step, each again where its text changes; empty in older records
};

// The text of a policy that was applied last by the end of a step; null where the record does not hold it.
const PolicyText* find_text(const ScenarioRecord& scenario, const PolicyId& policy, size_t step);

// The policies of a scenario, each once.
std::vector<PolicyId> policies_of(const ScenarioRecord& scenario);

// All flows of the plan with nothing applied, before the first scenario and after the last.
struct ControlRecord {
    std::string when;  // "before" or "after"
    std::string participants;
    std::vector<std::pair<Flow, Observation>> flows = {};
    std::vector<HealthCheck> health = {};
};

struct Phase {
    std::string name;  // "up", "control before", a scenario's name, "down"
    std::int64_t microseconds = 0;
    std::int64_t began_us = -1;  // since the run's start; -1: the record does not tell
};

// What a run sets out to do, so that what is missing from its record is noticed.
struct PlannedFlows {
    std::string participants;
    std::vector<Flow> flows = {};  // probed in each control and in each step
};
struct PlannedStep {
    std::string name;
    std::vector<PolicyId> applies = {};  // policies whose admission it tells
};
struct PlannedScenario {
    std::string name;
    std::string participants;
    std::vector<PlannedStep> steps = {};
};
struct RunPlan {
    std::vector<PlannedFlows> flows = {};
    std::vector<PlannedScenario> scenarios = {};
};

// Which part of a run this is, where several machines run one part each (`--shard 2/3`).
struct ShardRecord {
    int index = 1;  // from 1
    int count = 1;
    std::vector<PlannedScenario> whole = {};  // what all parts together set out to do
};

// Whose semantics the predictions follow: a release of Cilium and the agents' settings that are followed.
struct CiliumRecord {
    std::string release = "1.20";
    std::map<std::string, std::string> configuration = {};  // what is not as the release installs it
    std::map<std::string, std::string> releases = {};       // by node, where nodes have different ones
    std::vector<std::string> assumptions = {};   // what could not be found out, or is not known, and is taken for what
    std::vector<std::string> not_followed = {};  // settings that decide something, and that no prediction knows
};

// One flow of a step while audit mode lets everything pass.
struct AuditedFlow {
    Flow flow;
    Verdict prediction = Verdict::allow;  // of what would become of it, were policies enforced
    // What a policy-verdict event says of it: that policy denies it; empty where none does.
    std::string denied = {};
};
struct AuditedStep {
    std::string scenario;
    std::string name;
    std::vector<AuditedFlow> flows = {};
};

// Where audit mode lets pass what policies deny, nothing can be judged; but the datapath tells what it would deny.
struct AuditRecord {
    std::vector<std::string> endpoints;  // "every endpoint", or whose
    std::vector<AuditedStep> steps = {};
};

// The release of Cilium that is meant where nobody names one: engine::newest_version.
inline constexpr std::string_view default_cilium = "1.20";

struct Record {
    std::string started = {};  // UTC
    std::string command = {};  // how it was called
    std::string backend = {};
    bool drop_evidence = false;  // the backend records every drop, so silence alone proves nothing
    CiliumRecord cilium = {};
    std::map<std::string, std::string> versions = {};
    std::vector<std::string> notes = {};
    std::vector<std::string> faults = {};         // what the run went without on purpose, as our tests ask it to
    std::optional<RunPlan> plan = {};             // nothing in records of schema v1
    std::optional<ShardRecord> shard = {};        // of a run that others made the rest of
    std::vector<Participants> participants = {};  // who is called what; empty in older records
    std::vector<ControlRecord> controls = {};
    std::vector<ScenarioRecord> scenarios = {};
    std::optional<AuditRecord> audit = {};  // in place of scenarios
    std::optional<WatchRecord> watch = {};  // in place of scenarios
    std::vector<Phase> phases = {};
    std::string failure = {};  // why the run ended early, empty if it did not
    bool interrupted = false;
    bool complete = false;  // the run reached its end, orderly; false in what a killed run leaves
    std::string file = {};  // where it stands, not written into it; empty: in no file that has a name
};

}  // namespace pgreach
