#include "scenario/participants_reader.hpp"

#include <algorithm>
#include <set>

#include "base/printable.hpp"
#include "manifest/label_rules.hpp"
#include "scenario/participant_reader.hpp"
#include "scenario/participants_checks.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

TargetPort read_port(const yaml::Node& node, Complaints& complaints) {
    Fields fields(node, "a port of the participants", complaints);
    TargetPort port;
    if (fields.require("number") != nullptr) port.number = fields.optional_integer("number").value_or(0);
    fields.accept("service", "purpose");
    port.purpose = fields.choice("purpose", PortPurpose::postgresql).value_or(PortPurpose::postgresql);
    fields.finish();
    if (const yaml::Node* number = node.find("number"); number != nullptr && number->text == "0") {
        complaints.error(number->mark, "a port has a number from 1 to 65535");
    }
    const bool of_instances = port.purpose == PortPurpose::postgresql || port.purpose == PortPurpose::status ||
                              port.purpose == PortPurpose::metrics;
    if (!of_instances) {
        complaints.error(fields.mark_of("purpose"), "no instance serves " + std::string(to_string(port.purpose)),
                         "a participant that does has it among its 'services'");
    }
    return port;
}

void read_group(const std::string& name, const std::vector<std::pair<std::string, Mark>>& words,
                const std::set<std::string>& members, std::vector<std::string>& group, Complaints& complaints) {
    std::set<std::string> seen;
    for (const auto& [word, mark] : words) {
        if (!members.contains(word)) {
            complaints.error(mark, "group '" + name + "' names '" + word + "', which is no participant");
        } else if (!seen.insert(word).second) {
            complaints.error(mark, "group '" + name + "' names '" + word + "' twice");
        } else {
            group.push_back(word);
        }
    }
}

void read_groups(Fields& fields, Participants& participants, Complaints& complaints) {
    const yaml::Node* node = fields.find("groups");
    if (node == nullptr) return;
    Fields groups(*node, "'groups'", complaints);
    std::set<std::string> members;
    for (const auto& member : participants.members) members.insert(member.endpoint.name);
    for (const auto& entry : node->entries) {
        check_name(entry.key, entry.mark, complaints);
        if (members.contains(entry.key)) {
            complaints.error(entry.mark, "'" + entry.key + "' is the name of a participant already",
                             "give the group a name of its own");
        }
        const auto words = groups.words_of(entry.value, entry.key);
        if (words.empty()) complaints.error(entry.mark, "group '" + entry.key + "' names nobody");
        read_group(entry.key, words, members, participants.groups[entry.key], complaints);
    }
}

// Every namespace is there once somebody is in it; these have labels besides.
void read_namespaces(Fields& fields, Participants& participants, Complaints& complaints) {
    const yaml::Node* node = fields.find("namespaces");
    if (node == nullptr) return;
    Fields namespaces(*node, "'namespaces'", complaints);
    for (const auto& entry : node->entries) {
        const auto& members = participants.members;
        if (std::none_of(members.begin(), members.end(),
                         [&](const Participant& member) { return member.endpoint.ns == entry.key; })) {
            complaints.error(entry.mark, "nobody is in namespace '" + printable_line(entry.key) + "'",
                             "only namespaces of participants count");
        }
        participants.namespaces[entry.key] = read_labels(&entry.value, complaints);
    }
}

// CNPG: pkg/specs/pods.go, an instance's service account is called as its Cluster.
void give_service_accounts(Participants& participants) {
    for (auto& member : participants.members) {
        if (member.is_instance()) member.endpoint.service_account = participants.cluster;
    }
}

// What a file of participants and those within a scenario have in common.
void read_members(const yaml::Node& root, Fields& fields, Participants& participants, Complaints& complaints) {
    participants.cluster = fields.text("cluster");
    if (!participants.cluster.empty()) {
        for (const auto& fault : manifest::name_faults(participants.cluster)) {
            complaints.error(root.find("cluster")->mark, "no cluster can have this name: " + fault);
        }
    }
    fields.require("ports");
    for (const auto& node : fields.list("ports")) participants.ports.push_back(read_port(node, complaints));
    fields.require("members");
    for (const auto& node : fields.list("members")) {
        participants.members.push_back(read_participant(node, complaints));
    }
    read_groups(fields, participants, complaints);
    read_namespaces(fields, participants, complaints);
    give_service_accounts(participants);
    fields.finish();
    check_participants(participants, root, complaints);
}

void read_root(const yaml::Node& root, Participants& participants, Complaints& complaints) {
    Fields fields(root, "a participants file", complaints);
    fields.accept("cast", "participants");
    participants.name = fields.name("participants");
    read_members(root, fields, participants, complaints);
}

}  // namespace

ParticipantsFile read_participants_within(const yaml::Node& map, const std::string& name, const SourcePtr& source) {
    ParticipantsFile result;
    Complaints complaints(source);
    result.participants.name = name;
    Fields fields(map, "'participants'", complaints);
    if (map.kind == yaml::Kind::map) read_members(map, fields, result.participants, complaints);
    result.diagnostics = complaints.take();
    return result;
}

ParticipantsFile read_participants(const SourcePtr& source) {
    ParticipantsFile result;
    Complaints complaints(source);
    const auto documents = yaml::read(source);
    complaints.add(documents.diagnostics);
    if (documents.documents.size() == 1) {
        read_root(documents.documents[0], result.participants, complaints);
    } else if (!complaints.any()) {
        complaints.error({}, "a participants file holds exactly one document");
    }
    result.diagnostics = complaints.take();
    return result;
}

}  // namespace pgreach::scenario
