#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "scenario/scenario.hpp"

namespace pgreach::scenario {

// The scenarios of a data folder (scenarios/, fixtures/), found by name.
class Catalog {
  public:
    // Fails with everything that is wrong in any file, or where the folder holds none.
    static Result<Catalog> load(const std::filesystem::path& data);

    const std::vector<Scenario>& all() const { return scenarios_; }

    // Scenarios by name, by glob, or by the path of a .yaml file anywhere; nothing named: all. Each once, in the
    // catalogue's order. A word that names nothing is a `no_match` error ("did you mean").
    Result<std::vector<Scenario>> select(const std::vector<std::string>& words) const;

  private:
    Result<std::vector<Scenario>> find(const std::string& word) const;

    std::filesystem::path data_;
    std::vector<Scenario> scenarios_;
};

}  // namespace pgreach::scenario
