#include "scenario/participants_reader.hpp"

#include <set>

#include "base/text.hpp"
#include "model/names.hpp"
#include "scenario/fields.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

template <typename Enum>
Enum read_enum(Fields& fields, const std::string& key, Enum fallback, Complaints& complaints) {
    const yaml::Node* node = fields.find(key);
    if (node == nullptr) return fallback;
    if (const auto value = from_string<Enum>(node->text)) return *value;
    complaints.error(node->mark, "'" + node->text + "' is no " + key);
    return fallback;
}

Labels read_labels(Fields& fields, Complaints& complaints) {
    Labels labels;
    const yaml::Node* node = fields.find("labels");
    if (node == nullptr) return labels;
    if (node->kind != yaml::Kind::map) complaints.error(node->mark, "'labels' must be a map");
    for (const auto& entry : node->entries) {
        if (entry.value.kind == yaml::Kind::string) {
            labels[entry.key] = entry.value.text;
        } else {
            complaints.error(entry.value.mark, "the value of label '" + entry.key + "' must be a string",
                             "put it in quotes");
        }
    }
    return labels;
}

Participant read_member(const yaml::Node& node, Complaints& complaints) {
    Fields fields(node, "a participant", complaints);
    Participant member;
    member.endpoint.name = fields.text("name");
    member.endpoint.kind = read_enum(fields, "kind", EndpointKind::pod, complaints);
    member.endpoint.ns = fields.optional_text("namespace").value_or("");
    member.endpoint.labels = read_labels(fields, complaints);
    member.endpoint.cidr = fields.optional_text("cidr").value_or("");
    member.instance = read_enum(fields, "instance", InstanceRole::none, complaints);
    member.status_path = fields.optional_text("status_path").value_or(member.status_path);
    fields.finish();
    const bool pod = member.endpoint.kind == EndpointKind::pod;
    if (pod == member.endpoint.ns.empty()) {
        complaints.error(node.mark, pod ? "a pod needs a 'namespace'" : "only a pod has a 'namespace'");
    }
    if ((member.endpoint.kind == EndpointKind::cidr) == member.endpoint.cidr.empty()) {
        complaints.error(node.mark, "'cidr' goes with kind cidr, and kind cidr needs it");
    }
    return member;
}

ServicePort read_port(const yaml::Node& node, Complaints& complaints) {
    Fields fields(node, "a port of the participants", complaints);
    ServicePort port;
    port.number = fields.optional_integer("number").value_or(0);
    port.service = read_enum(fields, "service", Service::postgresql, complaints);
    fields.finish();
    if (port.number == 0) complaints.error(node.mark, "a port needs a 'number' from 1 to 65535");
    return port;
}

void read_groups(Fields& fields, NamedParticipants& result, Complaints& complaints) {
    const yaml::Node* node = fields.find("groups");
    if (node == nullptr) return;
    Fields groups(*node, "'groups'", complaints);
    for (const auto& entry : node->entries) {
        for (const auto& [word, mark] : groups.words(entry.key)) {
            if (result.participants.find(word) == nullptr) {
                complaints.error(mark, "group '" + entry.key + "' names '" + word + "', who is not a member");
            }
            result.groups[entry.key].push_back(word);
        }
    }
}

void check_members(const Participants& participants, const yaml::Node& root, Complaints& complaints) {
    std::set<std::string> seen;
    for (size_t i = 0; i < participants.members.size(); ++i) {
        const auto& name = participants.members[i].endpoint.name;
        if (!name.empty() && !seen.insert(name).second) {
            complaints.error(root.find("members")->items[i].mark, "member '" + name + "' is in the participants twice",
                             "give each member a name of its own");
        }
    }
    bool target = false;
    for (const auto& member : participants.members) target = target || member.target();
    if (!target)
        complaints.error(root.mark, "the participants need a member with 'instance: primary': nobody can be probed");
}

}  // namespace

std::vector<std::string> NamedParticipants::resolve(const std::string& word) const {
    std::vector<std::string> names;
    if (participants.find(word) != nullptr) return {word};
    for (const auto& member : participants.members) {
        if (word == "all" || (word == "instances" && member.target())) names.push_back(member.endpoint.name);
    }
    if (const auto group = groups.find(word); group != groups.end()) return group->second;
    return names;
}

std::vector<std::string> NamedParticipants::vocabulary() const {
    std::vector<std::string> words = {"all", "instances"};
    for (const auto& [name, members] : groups) words.push_back(name);
    for (const auto& member : participants.members) words.push_back(member.endpoint.name);
    return words;
}

ParticipantsFile read_cast(const SourcePtr& source) {
    ParticipantsFile result;
    Complaints complaints(source);
    const auto documents = yaml::read(source);
    complaints.add(documents.diagnostics);
    if (documents.documents.size() != 1) {
        if (!complaints.any()) complaints.error({}, "a participants file holds exactly one document");
        return {{}, complaints.take()};
    }
    const yaml::Node& root = documents.documents[0];
    Fields fields(root, "a participants file", complaints);
    Participants& participants = result.participants.participants;
    participants.name = fields.text("cast");
    participants.cluster = fields.text("cluster");
    fields.require("ports");
    for (const auto& node : fields.list("ports")) participants.ports.push_back(read_port(node, complaints));
    fields.require("members");
    for (const auto& node : fields.list("members")) participants.members.push_back(read_member(node, complaints));
    read_groups(fields, result.participants, complaints);
    fields.finish();
    check_members(participants, root, complaints);
    result.diagnostics = complaints.take();
    return result;
}

}  // namespace pgreach::scenario
