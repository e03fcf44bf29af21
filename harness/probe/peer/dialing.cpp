#include "probe/peer/dialing.hpp"

namespace pgreach::probe {

std::unique_ptr<Dialing> dial(const Dial& dial, const std::string& address, bool stay) {
    switch (dial.purpose) {
        case PortPurpose::postgresql:
            return dial_postgresql(dial, address);
        case PortPurpose::status:
        case PortPurpose::metrics:
            return dial_http(dial, address, stay);
    }
    return nullptr;
}

}  // namespace pgreach::probe
