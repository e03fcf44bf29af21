#include "model/health.hpp"

namespace pgreach {

std::string subject_of(const HealthCheck& check) {
    return check.name.substr(0, check.name.find(" of "));
}

}  // namespace pgreach
