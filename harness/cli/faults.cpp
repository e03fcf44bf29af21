#include "cli/faults.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "cli/checks.hpp"

namespace pgreach::cli {
namespace {

struct Fault {
    const char* name;
    bool Faults::*chosen;
};

constexpr std::array<Fault, 5> all_faults = {{{"no-enforcement", &Faults::no_enforcement},
                                              {"no-evidence", &Faults::no_evidence},
                                              {"no-user-namespaces", &Faults::no_user_namespaces},
                                              {"leak-10ms", &Faults::leak},
                                              {"outage-50ms", &Faults::outage}}};

std::vector<std::string> known_names() {
    std::vector<std::string> names;
    for (const auto& fault : all_faults) names.emplace_back(fault.name);
    return names;
}

}  // namespace

std::vector<std::string> Faults::names() const {
    std::vector<std::string> names;
    for (const auto& fault : all_faults) {
        if (this->*fault.chosen) names.emplace_back(fault.name);
    }
    return names;
}

Result<Faults> parse_faults(const char* text) {
    Faults faults;
    if (text == nullptr || *text == '\0') return faults;
    const auto check = one_of(known_names());
    for (const auto& name : split(text, ',')) {
        if (const auto wrong = check(name); !wrong.empty()) {
            return Error{ErrorKind::usage, "PGREACH_FAULT: " + wrong, "it is for our tests; unset it to run as usual"};
        }
        for (const auto& fault : all_faults) faults.*fault.chosen |= name == fault.name;
    }
    return faults;
}

}  // namespace pgreach::cli
