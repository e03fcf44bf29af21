#pragma once

#include <string>

namespace pgreach {

// What is going on now, for the person who waits. Goes to stderr in the end; results never do.
class Progress {
  public:
    virtual ~Progress() = default;
    // A new step has begun; the one before is done. "cluster-example: 2 of 3 instances"
    virtual void step(const std::string& text) = 0;
    // The same step, seen again with other words: what it waits for now.
    virtual void update(const std::string& text) = 0;
    // Worth keeping on the screen: how to enter what is kept, where diagnostics were written.
    virtual void note(const std::string& text) = 0;
};

// For those who do not wait.
class NoProgress final : public Progress {
  public:
    void step(const std::string&) override {}
    void update(const std::string&) override {}
    void note(const std::string&) override {}
};

}  // namespace pgreach
