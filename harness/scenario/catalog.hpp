#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// The scenarios of a data folder (scenarios/, to any depth; fixtures/), and of folders of the user's own (scenarios/,
// participants/), found by name.
class Catalog {
  public:
    // Fails where it is no data folder, with everything that is wrong in any file, or where there are no scenarios.
    // Files of Kubernetes objects below scenarios/ are policies that scenarios name. None hides another: two scenarios
    // of one name are an error wherever they are, and so are two files of participants that one name may mean. What
    // does not exist of `own`, or is in `data`, adds nothing.
    static Result<Catalog> load(const std::filesystem::path& data, const std::vector<std::filesystem::path>& own = {});

    const std::vector<Scenario>& all() const { return scenarios_; }

    // Scenarios by name, by glob, by the path of a file anywhere, or of a folder: all that are below it. Nothing named:
    // all of the catalogue. Each once, in the order of the words. A word that names nothing is a `no_match` error ("did
    // you mean"); two scenarios of one name are an `input` error.
    Result<std::vector<Scenario>> select(const std::vector<std::string>& words) const;

  private:
    Result<std::vector<Scenario>> find(const std::string& word) const;
    std::vector<Scenario> named(const std::string& word) const;
    Error unknown(const std::string& word) const;

    std::filesystem::path data_;
    std::vector<std::filesystem::path> own_;
    std::vector<Scenario> scenarios_;
};

}  // namespace pgreach::scenario
