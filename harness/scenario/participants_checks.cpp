#include "scenario/participants_checks.hpp"

#include <map>
#include <set>

#include "manifest/cidr.hpp"
#include "model/names.hpp"

namespace pgreach::scenario {
namespace {

class Checks {
  public:
    Checks(const Participants& participants, const yaml::Node& root, Complaints& complaints)
        : participants_(participants), root_(root), complaints_(complaints) {}

    void names() {
        std::map<std::string, Mark> first;
        for (size_t i = 0; i < participants_.members.size(); ++i) {
            const auto& name = participants_.members[i].endpoint.name;
            const Mark mark = mark_of("members", i, "name");
            const auto [known, fresh] = first.emplace(name, mark);
            if (fresh || name.empty()) continue;
            complaints_.error(mark, "'" + name + "' is the name of another participant" + in_line(known->second),
                              "give each participant a name of its own");
        }
    }

    // A block within another is somebody else: the other one has the rest of its addresses.
    void addresses() {
        std::map<manifest::Cidr, const Participant*> first;
        for (size_t i = 0; i < participants_.members.size(); ++i) {
            const auto& member = participants_.members[i];
            const auto block = manifest::parse_cidr(member.endpoint.cidr);
            if (!block) continue;
            const auto [known, fresh] = first.emplace(block->masked(), &member);
            if (fresh) continue;
            complaints_.error(mark_of("members", i, "cidr"),
                              "'" + known->second->endpoint.name + "' has these addresses already",
                              "give each participant addresses of its own");
        }
    }

    // CloudNativePG: one primary, all instances in the namespace of their Cluster.
    void instances() {
        const Participant* first = nullptr;
        const Participant* primary = nullptr;
        for (size_t i = 0; i < participants_.members.size(); ++i) {
            const auto& member = participants_.members[i];
            if (!member.is_instance()) continue;
            if (first == nullptr) first = &member;
            if (member.endpoint.ns != first->endpoint.ns) {
                complaints_.error(
                    mark_of("members", i, "namespace"),
                    "'" + first->endpoint.name + "' of the same cluster is in namespace '" + first->endpoint.ns + "'",
                    "a cluster's instances are all in one namespace");
            }
            if (member.instance != InstanceRole::primary) continue;
            if (primary != nullptr) {
                complaints_.error(mark_of("members", i, "instance"),
                                  "'" + primary->endpoint.name + "' is the primary already",
                                  "a cluster has one primary; the others are 'instance: replica'");
            }
            primary = &member;
        }
        if (primary != nullptr) return;
        complaints_.error(root_.mark, first == nullptr
                                          ? "the participants need one with 'instance: primary': nobody can be probed"
                                          : "the participants need one with 'instance: primary': replicas follow it");
    }

    // An instance has one port for each purpose.
    void ports() {
        std::map<PortPurpose, int> served;
        std::set<int> numbers;
        for (size_t i = 0; i < participants_.ports.size(); ++i) {
            const auto& port = participants_.ports[i];
            if (port.number == 0) continue;  // complained of
            const std::string number = std::to_string(port.number);
            if (!numbers.insert(port.number).second) {
                complaints_.error(mark_of("ports", i, "number"), "port " + number + " is there twice",
                                  "keep one of them");
            } else if (const auto [known, fresh] = served.emplace(port.purpose, port.number); !fresh) {
                const std::string purpose(to_string(port.purpose));
                complaints_.error(
                    mark_of("ports", i, "number"), "nobody will serve port " + number,
                    "an instance has one port for " + purpose + ", here " + std::to_string(known->second));
            }
        }
    }

  private:
    // Of the value of `key` in the item `i` of `list`.
    Mark mark_of(const char* list, size_t i, const char* key) const {
        const yaml::Node& item = root_.find(list)->items[i];
        const yaml::Node* value = item.find(key);
        return value == nullptr ? item.mark : value->mark;
    }
    static std::string in_line(Mark mark) { return " (line " + std::to_string(mark.line) + ")"; }

    const Participants& participants_;
    const yaml::Node& root_;
    Complaints& complaints_;
};

}  // namespace

void check_participants(const Participants& participants, const yaml::Node& root, Complaints& complaints) {
    Checks checks(participants, root, complaints);
    checks.names();
    checks.addresses();
    checks.instances();
    checks.ports();
}

}  // namespace pgreach::scenario
