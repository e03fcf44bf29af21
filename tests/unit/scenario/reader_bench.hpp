#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file.hpp"
#include "scenario/scenario_reader.hpp"
#include "support/source_folder.hpp"

namespace pgreach::scenario {

// Scenario files in a folder of their own, read against the real page and participants.
class ReaderBench : public testing::Test {
  protected:
    ReaderBench() {
        std::filesystem::create_directories(folder_);
        const auto text = read_file(test::source_folder() / "fixtures/docs/cilium.md");
        library_.page = *read_page(std::make_shared<const Source>(Source{"cilium.md", *text}));
        library_.participants = {test::source_folder() / "fixtures/participants"};
    }
    ~ReaderBench() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) const {
        EXPECT_TRUE(write_file(folder_ / name, text));
    }
    ScenarioFile read(const std::string& text) const {
        write("s.yaml", text);
        return read_scenario(folder_ / "s.yaml", library_);
    }
    Scenario good(const std::string& text) const {
        auto file = read(text);
        EXPECT_TRUE(file.scenario) << render(file.diagnostics);
        return file.scenario.value_or(Scenario{});
    }
    // Without the folder's name.
    std::string complaints(const std::string& text) const {
        std::string all = render(read(text).diagnostics);
        const std::string prefix = folder_.string() + "/";
        for (size_t at = all.find(prefix); at != std::string::npos; at = all.find(prefix, at)) {
            all.erase(at, prefix.size());
        }
        return all;
    }

    std::filesystem::path folder_ =
        std::filesystem::path(testing::TempDir()) / ("pgreach-scenario-" + std::to_string(::getpid()));
    Library library_;
};

inline constexpr const char* head = "name: x\ntitle: X\nparticipants: documented\npolicies: [{page: default-deny}]\n";
inline constexpr const char* claims = "claims: [{to: instances, ports: [5432, 8000, 9187], deny: all}]\n";

}  // namespace pgreach::scenario
