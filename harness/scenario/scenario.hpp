#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "manifest/manifest.hpp"
#include "model/admission.hpp"
#include "model/flow.hpp"
#include "model/participants.hpp"
#include "model/policy_id.hpp"

namespace pgreach::scenario {

// Where the documentation says what a scenario claims.
struct PageReference {
    std::string file;
    std::string heading;
    int block = 0;
    bool tested = false;  // the scenario's policies are those of the page, not others in their place
};

// A known difference between what the page promises and what happens, so that it is reported and does not fail a run.
struct KnownDefect {
    std::string id;
    std::string promises;
    std::string happens;
    std::string link;
    std::string remedy;
    std::set<Flow> flows;
    // What becomes of a policy in place of `accepted`.
    std::map<PolicyId, AdmissionResult> admissions;
};

// One thing done to the policies in force, and what the documentation claims of every flow afterwards.
struct Step {
    std::string name;
    FieldValidation validation = FieldValidation::strict;
    std::vector<manifest::Manifest> apply = {};  // each with the namespace that it is applied in
    std::vector<manifest::Manifest> remove = {};
    std::map<Flow, Verdict> claims = {};  // exactly the flows of `plan(participants)`
    bool predictions_only = false;        // nobody has claimed anything: what is predicted stands for it
    std::vector<KnownDefect> known_defects = {};
};

struct Scenario {
    std::string name;
    std::string repeats = {};  // the scenario that this is another run of, by name; empty: none
    std::string title;
    std::filesystem::path file;
    std::string argument;  // by which `pgreach run` finds it: its name, or its path where it is not in the catalogue
    SourcePtr source;
    Mark name_mark;  // of its name, for messages
    std::optional<PageReference> page;
    Participants participants;
    std::filesystem::path participants_file;
    std::vector<Step> steps;  // never empty
};

// All policies that its steps apply, each once.
std::vector<PolicyId> policies_of(const Scenario& scenario);

// Every flow that a run probes: peers × targets × ports, in the order of the participants; nobody probes itself.
std::vector<Flow> plan(const Participants& participants);

}  // namespace pgreach::scenario
