#include "probe/peer/dialing.hpp"

namespace pgreach::probe {

std::unique_ptr<Dialing> dial(const Dial& dial, const std::string& address, bool stay) {
    switch (dial.purpose) {
        case PortPurpose::postgresql:
            return dial_postgresql(dial, address);
        case PortPurpose::status:
        case PortPurpose::metrics:
        case PortPurpose::https:
        case PortPurpose::http:
            return dial_http(dial, address, stay);
        case PortPurpose::tcp:
        case PortPurpose::udp:
        case PortPurpose::dns:
            return dial_plain(dial, address);
    }
    return nullptr;
}

}  // namespace pgreach::probe
