#include "scenario/participant_reader.hpp"

#include <algorithm>
#include <array>

#include "base/printable.hpp"
#include "manifest/cidr.hpp"
#include "manifest/label_rules.hpp"
#include "scenario/services_reader.hpp"

namespace pgreach::scenario {
namespace {

// What a word means in claims, groups and on the command line.
constexpr std::array<std::string_view, 3> reserved = {"all", "instances", "rest"};

// PostgreSQL's cluster_name, by which an instance says who it is: longer ones are cut, other characters replaced.
constexpr size_t longest_instance_name = 63;

// Which keys go with which kind: whatever is said of a participant counts.
void check_kind(const Participant& member, const yaml::Node& node, Complaints& complaints) {
    const auto kind = member.endpoint.kind;
    const auto goes_with = [&](const char* key, EndpointKind wanted, const std::string& name, bool needed) {
        const yaml::Node* given = node.find(key);
        const bool absent = given == nullptr || given->is_null();
        if (!absent && kind != wanted) complaints.error(given->mark, "only " + name + " has the key '" + key + "'");
        if (absent && kind == wanted && needed) complaints.error(node.mark, name + " needs the key '" + key + "'");
    };
    goes_with("namespace", EndpointKind::pod, "a pod", true);
    goes_with("labels", EndpointKind::pod, "a pod", false);
    goes_with("instance", EndpointKind::pod, "a pod", false);
    goes_with("service_account", EndpointKind::pod, "a pod", false);
    goes_with("cidr", EndpointKind::cidr, "a participant of kind cidr", true);
}

void check_service_account(const Participant& member, const yaml::Node& node, Complaints& complaints) {
    const yaml::Node* given = node.find("service_account");
    if (given == nullptr || given->is_null()) return;
    if (member.is_instance()) {
        complaints.error(given->mark, "an instance has the service account that CloudNativePG gives it",
                         "leave 'service_account' out");
    }
    for (const auto& fault : manifest::name_faults(member.endpoint.service_account)) {
        complaints.error(given->mark, "no service account can have this name: " + fault);
    }
}

void check_namespace(const std::string& ns, const yaml::Node& node, Complaints& complaints) {
    if (ns.empty()) return;
    for (const auto& fault : manifest::namespace_faults(ns)) {
        complaints.error(node.find("namespace")->mark, "there can be no namespace '" + ns + "': " + fault);
    }
}

void check_cidr(const std::string& cidr, const yaml::Node& node, Complaints& complaints) {
    if (cidr.empty() || manifest::parse_cidr(cidr)) return;
    complaints.error(node.find("cidr")->mark, "'" + cidr + "' is no block of addresses",
                     manifest::parse_address_or_cidr(cidr)
                         ? "write '" + cidr + (cidr.find(':') == cidr.npos ? "/32'" : "/128'")
                         : "write, for example, '203.0.113.7/32'");
}

bool is_plain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_' || letter == '.';
}

void check_instance_name(const std::string& name, Mark mark, Complaints& complaints) {
    if (name.size() <= longest_instance_name && std::all_of(name.begin(), name.end(), is_plain)) return;
    complaints.error(mark, "no instance can be called so: PostgreSQL could not say who answers",
                     "use letters, digits, '-', '_' and '.', 63 of them at most");
}

}  // namespace

Labels read_labels(const yaml::Node* node, Complaints& complaints) {
    Labels labels;
    if (node == nullptr) return labels;
    if (node->kind != yaml::Kind::map) complaints.error(node->mark, "labels must be a map");
    for (const auto& entry : node->entries) {
        for (const auto& fault : manifest::label_key_faults(entry.key)) {
            complaints.error(entry.mark, "no label can have the key '" + entry.key + "': " + fault);
        }
        if (entry.value.kind != yaml::Kind::string) {
            complaints.error(entry.value.mark, "the value of label '" + entry.key + "' must be a string",
                             "put it in quotes");
            continue;
        }
        for (const auto& fault : manifest::label_value_faults(entry.value.text)) {
            complaints.error(entry.value.mark, "no label can have the value '" + entry.value.text + "': " + fault);
        }
        labels[entry.key] = entry.value.text;
    }
    return labels;
}

void check_name(const std::string& name, Mark mark, Complaints& complaints) {
    if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) {
        complaints.error(mark, "'" + name + "' has a meaning of its own in claims", "choose another name");
    } else if (name.find(':') != std::string::npos) {
        complaints.error(mark, "the name '" + printable_line(name) + "' has a colon, which separates names from ports",
                         "choose another name");
    }
}

Participant read_participant(const yaml::Node& node, Complaints& complaints) {
    Fields fields(node, "a participant", complaints);
    Participant member;
    auto& endpoint = member.endpoint;
    endpoint.name = fields.name("name");
    const auto kind = fields.choice("kind", EndpointKind::pod);
    endpoint.kind = kind.value_or(EndpointKind::pod);
    endpoint.ns = fields.optional_text("namespace").value_or("");
    endpoint.labels = read_labels(fields.find("labels"), complaints);
    endpoint.service_account = fields.optional_text("service_account").value_or(endpoint.service_account);
    endpoint.cidr = fields.optional_text("cidr").value_or("");
    member.instance = fields.choice("instance", InstanceRole::none).value_or(InstanceRole::none);
    member.status_path = fields.optional_text("status_path").value_or(member.status_path);
    read_services(fields, member, complaints);
    fields.finish();
    if (node.kind != yaml::Kind::map) return member;
    const Mark name = fields.mark_of("name");
    check_name(endpoint.name, name, complaints);
    if (member.is_instance()) check_instance_name(endpoint.name, name, complaints);
    if (kind) check_kind(member, node, complaints);
    check_service_account(member, node, complaints);
    check_namespace(endpoint.ns, node, complaints);
    check_cidr(endpoint.cidr, node, complaints);
    if (!member.status_path.starts_with('/')) {
        complaints.error(fields.mark_of("status_path"), "'status_path' must begin with '/'");
    }
    return member;
}

}  // namespace pgreach::scenario
