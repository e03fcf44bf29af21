#pragma once

#include <string>
#include <vector>

#include "proc/command.hpp"

namespace pgreach::support {

// What a real tool answered once; see fixtures/recordings/README.md.
struct Recording {
    std::vector<std::string> argv;
    std::string input;
    proc::Completed answer;
};

// Reads fixtures/recordings/NAME.json. An absent or broken file ends the test program: nothing could be tested.
Recording recording(const std::string& name);

}  // namespace pgreach::support
