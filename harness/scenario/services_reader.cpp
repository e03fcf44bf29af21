#include "scenario/services_reader.hpp"

#include <algorithm>

namespace pgreach::scenario {
namespace {

bool of_instances_alone(PortPurpose purpose) {
    return purpose == PortPurpose::status || purpose == PortPurpose::metrics;
}

void read_protocol(Fields& fields, const TargetPort& service, Complaints& complaints) {
    const auto given = fields.optional_text("protocol");
    const std::string spoken(to_string(service.protocol()));
    if (!given || *given == spoken) return;
    complaints.error(fields.mark_of("protocol"),
                     std::string(to_string(service.purpose)) + " is spoken over " + spoken + ", not over " + *given,
                     "leave 'protocol' out: 'speaks' says it");
}

void add_service(const yaml::Node& node, Participant& member, Complaints& complaints) {
    Fields fields(node, "a service", complaints);
    TargetPort service;
    if (fields.require("port") != nullptr) service.number = fields.optional_integer("port").value_or(0);
    fields.require("speaks");
    service.purpose = fields.choice("speaks", PortPurpose::tcp).value_or(PortPurpose::tcp);
    read_protocol(fields, service, complaints);
    const auto name = fields.optional_text("name");
    fields.finish();
    if (of_instances_alone(service.purpose)) {
        complaints.error(fields.mark_of("speaks"),
                         "only instances of a database have a port for " + std::string(to_string(service.purpose)));
    }
    if (const yaml::Node* port = node.find("port"); port != nullptr && port->text == "0") {
        complaints.error(port->mark, "a port has a number from 1 to 65535");
    }
    const bool twice = std::any_of(member.services.begin(), member.services.end(), [&](const TargetPort& other) {
        return other.number == service.number && other.protocol() == service.protocol();
    });
    if (twice) complaints.error(node.mark, "port " + std::to_string(service.number) + " is there twice", "keep one");
    member.services.push_back(service);
    if (name) member.endpoint.named_ports.push_back({*name, service.protocol(), service.number});
}

}  // namespace

void read_services(Fields& fields, Participant& member, Complaints& complaints) {
    const auto& list = fields.list("services");
    if (list.empty()) return;
    if (member.is_instance()) {
        complaints.error(fields.mark_of("services"), "an instance serves the 'ports' of the participants",
                         "leave 'services' out");
    } else if (member.endpoint.kind == EndpointKind::host) {
        complaints.error(fields.mark_of("services"), "the node serves nothing here",
                         "give the services to a pod or an address outside the cluster");
    }
    for (const auto& item : list) add_service(item, member, complaints);
}

}  // namespace pgreach::scenario
