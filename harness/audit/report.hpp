#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/plan.hpp"
#include "model/conclusion.hpp"
#include "model/observation.hpp"

namespace pgreach::audit {

// What prediction and observation of a flow say together.
enum class Agreement : std::uint8_t { agrees, deviation, inconclusive };
std::string_view to_string(Agreement agreement);

struct JudgedFlow {
    size_t flow = 0;  // its place in Plan::flows
    Observation observation = {};
    Conclusion conclusion = {};
    Agreement agreement = Agreement::inconclusive;
    std::vector<PolicyId> unexpected = {};  // that Hubble names for letting it pass, and that do not by the prediction
    int tries = 0;
    int was_open = 0;  // the first of its tries in which it was open though predicted closed; 0: none
    std::optional<Verdict> claim = {};
    bool breaks_claim = false;
};

enum class Weight : std::uint8_t {
    finding,       // the cluster is not as it should be
    inconclusive,  // could not tell
    note,
};

std::string_view to_string(Weight weight);  // "finding"

// What is found beside the flows.
struct Finding {
    Weight weight = Weight::finding;
    std::string
        code;  // "need-unmet", "policy-rejected", "policy-pruned", "audit-mode", "agent-lags", "claim-broken", …
    std::string text;
};

struct Report {
    std::string context;
    std::string started = {};  // UTC
    std::string cilium = {};   // release and configuration
    size_t policies = 0;
    Plan plan;
    std::vector<JudgedFlow> flows = {};  // in the order of the plan
    std::vector<Finding> findings = {};
    std::vector<std::string> notes = {};
    bool has_claims = false;

    size_t count(Agreement agreement) const;
    size_t count(Weight weight) const;
    // As verdict/exit_code.hpp has it: deviations and findings before what could not be told.
    int exit_code() const;
};

// "3 flows: 2 agree, 1 deviation; 1 finding"
std::string summary(const Report& report);
// Why a flow is judged as it is: what decides it, and what was seen; one line each.
std::string prediction_of(const AuditFlow& flow);
std::string observation_of(const JudgedFlow& judged);

std::string to_text(const Report& report, bool verbose);
// Everything, with every attempt and event: what a record of an audit is.
std::string to_json(const Report& report);
std::string to_markdown(const Report& report);
std::string to_junit(const Report& report);

}  // namespace pgreach::audit
