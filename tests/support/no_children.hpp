#pragma once

#include <gtest/gtest.h>

#include "proc/starter.hpp"

namespace pgreach::support {

// Where nothing that stays may be started.
class NoChildren final : public proc::ChildStarter {
  public:
    Result<proc::Child> start(const proc::Command& command, const proc::Attachment&) override {
        ADD_FAILURE() << "not expected to start: " << describe(command);
        return environment_error("not expected");
    }
};

}  // namespace pgreach::support
