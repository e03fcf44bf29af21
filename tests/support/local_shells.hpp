#pragma once

#include <unistd.h>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "proc/starter.hpp"

namespace pgreach::support {

// Starts a shell of this machine where one in a container is asked for. Its programs are the scripts that a test puts
// there.
class LocalShells final : public proc::ChildStarter {
  public:
    LocalShells() { std::filesystem::create_directories(folder_); }
    LocalShells(const LocalShells&) = delete;
    LocalShells& operator=(const LocalShells&) = delete;
    ~LocalShells() override { std::filesystem::remove_all(folder_); }

    void put(const std::string& program, const std::string& script) {
        const std::filesystem::path path = std::filesystem::path(folder_) / program;
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }

    Result<proc::Child> start(const proc::Command& command, const proc::Attachment& attachment) override {
        started.push_back(proc::describe(command));
        const char* path = std::getenv("PATH");
        return real_.start({{"sh"}, {}, {{"PATH", folder_ + ":" + (path != nullptr ? path : "/usr/bin:/bin")}}, {}},
                           attachment);
    }

    std::vector<std::string> started;

  private:
    static inline int count_ = 0;
    const std::string folder_ =
        testing::TempDir() + "pgreach-shells-" + std::to_string(::getpid()) + "-" + std::to_string(++count_);
    proc::ForkingChildStarter real_;
};

}  // namespace pgreach::support
