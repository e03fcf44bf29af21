#pragma once

#include <memory>
#include <string>

namespace pgreach::manifest {

// A POSIX extended regular expression, compiled once. The C library's matcher does not backtrack, so that no text can
// make it exponential.
class Pattern {
  public:
    // Throws std::logic_error where the expression is none: patterns are ours, not the user's.
    explicit Pattern(std::string expression);

    // Anywhere in the text, unless the expression is anchored.
    bool matches(const std::string& text) const;
    const std::string& expression() const { return expression_; }

  private:
    struct Compiled;
    std::string expression_;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pgreach::manifest
