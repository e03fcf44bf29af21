#include "model/participants.hpp"

namespace pgreach {

World Participants::world() const {
    World world;
    for (const auto& member : members) world.endpoints.push_back(member.endpoint);
    for (const auto& port : ports) {
        switch (port.service) {  // names from CNPG 1.30's pod specification
            case Service::postgresql:
                world.named_ports["postgresql"] = port.number;
                break;
            case Service::status:
                world.named_ports["status"] = port.number;
                break;
            case Service::metrics:
                world.named_ports["metrics"] = port.number;
                break;
        }
    }
    return world;
}

}  // namespace pgreach
