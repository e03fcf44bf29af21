#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/embedded/addresses.hpp"
#include "backend/embedded/drop_evidence.hpp"
#include "backend/embedded/instance.hpp"
#include "backend/embedded/probes.hpp"
#include "backend/embedded/replication.hpp"
#include "engine/policy_set.hpp"
#include "model/flow.hpp"
#include "netns/pod_network.hpp"
#include "netns/ruleset.hpp"

namespace pgreach::backend {

// All that stands while the embedded backend is up. Members are made from top to bottom, and end the other way round.
struct EmbeddedEnvironment {
    EmbeddedEnvironment(const Participants& the_participants, AddressBook book, netns::PodNetwork pods)
        : participants(the_participants), addresses(std::move(book)), network(std::move(pods)) {}

    Participants participants;
    AddressBook addresses;
    engine::PolicySet policies;
    std::vector<std::pair<manifest::Manifest, FieldValidation>> applied = {};  // what it was made of, in order
    netns::PodNetwork network;
    std::map<std::string, UniqueFd> networks;  // of every target that has one by now
    std::optional<netns::Ruleset> rules;
    std::optional<netns::DropLog> log;  // nothing where evidence is switched off
    std::vector<Instance> instances;    // the primary first
    std::optional<proc::Child> target_server;
    std::optional<DropEvidence> evidence;
    std::optional<Probes> probes;
    std::optional<Replication> replication;
    std::map<std::string, HealthCheck> operator_status = {};  // by target, as observed last

    // The socket address of a flow's target, as PlannedFlow wants it.
    probe::PlannedFlow plan(const Flow& flow) const;
    // Adds to what is unclear the doubt that the target's server has ended, where it has.
    void name_dead_servers(const std::vector<Flow>& flows, std::vector<Observation>& seen);
    // Keeps what the flows show of the status that CNPG's operator asks of each instance.
    void note_operator_status(const std::vector<Flow>& flows, const std::vector<Observation>& seen);

  private:
    std::string death_of(const Flow& flow);
};

}  // namespace pgreach::backend
