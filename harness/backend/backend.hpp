#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "backend/semantics.hpp"
#include "backend/watcher.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"
#include "model/flow.hpp"
#include "model/health.hpp"
#include "model/observation.hpp"
#include "model/participants.hpp"
#include "model/record.hpp"

namespace pgreach::backend {

// What a backend can do, so that the run need not know which one it is.
struct Capabilities {
    bool drop_evidence = false;  // a closed flow is proven by a drop event; else by deadline and positive control
    int hold_rounds = 1;         // identical rounds of observation that prove a settled state
    Duration in_force_limit{};   // how long a policy may take to be in force
    Duration settle_limit{};     // how long what is seen may then take to be as it should
    Duration attempt_limit{};    // default deadline of one attempt
    bool survives_run = false;   // what it made can outlive the process
    bool watches = false;        // flows can be watched (`watcher`)
};

// How far attempts handshake: to the end (a query, a whole answer), or only until the target has proven that it
// answers. A backend that knows several paths to a target may take others for the brief ones.
enum class Depth : std::uint8_t { full, brief };

// Where a run took place, for the record: "postgresql" → "15.18", "kernel" → "6.1", "cilium" → "1.20.2".
struct Environment {
    std::string backend;
    std::map<std::string, std::string> versions;
    std::vector<std::string> notes;  // what a reader must know: "a stand-in: this is not Cilium"
    Semantics semantics = {};
    std::vector<Phase> phases = {};  // what up consisted of: "creating the cluster", "installing Cilium"
};

// What is put into a place, one after the other as a person would apply it, and what is then taken out of it: nobody
// looks in between.
struct Change {
    std::vector<manifest::Manifest> apply = {};
    FieldValidation validation = FieldValidation::strict;
    std::vector<manifest::Manifest> remove = {};
};

// One place to run scenarios in. Calls come in this order: up, then any of the middle ones, then down. Every call may
// take time, and returns early with an `interrupted` error when the stop signal comes.
class Backend {
  public:
    virtual ~Backend() = default;

    virtual Capabilities capabilities() const = 0;
    // Makes the place and the participants in it, and waits until every target serves.
    virtual Result<Environment> up(const Participants& participants) = 0;
    // What happened to each of `apply`, in that order. A refusal is an admission, not an error.
    virtual Result<std::vector<Admission>> change(const Change& change) = 0;
    // What keeps all that was applied and removed so far from being in force; empty where nothing does.
    virtual Result<std::string> pending() = 0;
    // At least one attempt of each flow, all at once; observations in the order of the flows. What cannot be told is
    // `unclear` with its reason: an error means that the environment itself failed.
    virtual Result<std::vector<Observation>> observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                     Depth depth) = 0;
    // Looks at the database behind the targets.
    virtual Result<std::vector<HealthCheck>> health() = 0;
    // Once it is up; null where flows cannot be watched.
    virtual Watcher* watcher() { return nullptr; }
    // Why these flows may not do as predicted, as far as the place can tell: for each, in their order, what is not as
    // it should be ("the agent of lab-worker does not know CiliumNetworkPolicy default/x").
    virtual std::vector<std::vector<std::string>> causes(const std::vector<Flow>& flows) = 0;
    // What a person needs to see why something failed, as text, secrets redacted.
    virtual std::string diagnostics() = 0;
    // How a person enters what stands, one command a line; empty before up.
    virtual std::string access_instructions() const = 0;
    // Removes all that up made. Safe after a failed up, and twice.
    virtual Result<void> down() = 0;
};

}  // namespace pgreach::backend
