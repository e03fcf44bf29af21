#pragma once

#include "base/progress.hpp"

namespace pgreach::cli {

// Progress on stderr: one line that is overwritten on a terminal, a line for each step elsewhere.
class TerminalProgress final : public Progress {
  public:
    explicit TerminalProgress(bool quiet);
    ~TerminalProgress() override;
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;

    void step(const std::string& text) override;
    void update(const std::string& text) override;
    void note(const std::string& text) override;
    // Takes the line away, before results are printed.
    void clear();

  private:
    void show(const std::string& text);

    bool quiet_;
    bool terminal_;
    bool shown_ = false;
    std::string step_;
};

}  // namespace pgreach::cli
