#pragma once

#include <string>

#include "reach/compare.hpp"
#include "reach/json_parts.hpp"

namespace pgreach::reach {

// What a change does as results of SARIF 2.1.0.
class Sarif {
  public:
    // `tool`: "pgreach compare"
    explicit Sarif(std::string tool) : tool_(std::move(tool)) {}

    // `prefix`: what each message begins with.
    void add(const Comparison& comparison, const std::string& prefix);
    // One of the rules that compare_sarif.cpp lists. No file: nowhere in particular.
    void add(const char* rule, const std::string& text, const std::string& file, int line);
    std::string finish() const;

  private:
    std::string tool_;
    Json results_ = Json::array();
};

}  // namespace pgreach::reach
