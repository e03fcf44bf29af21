#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "proc/runner.hpp"

namespace pgreach::support {

// Stands for kind, kubectl, helm and docker: answers expected calls in their order. A call that was not expected and an
// expectation that was not called fail the test.
class ScriptedRunner final : public proc::ProcessRunner {
  public:
    ScriptedRunner() = default;
    ScriptedRunner(const ScriptedRunner&) = delete;
    ScriptedRunner& operator=(const ScriptedRunner&) = delete;
    ~ScriptedRunner() override;

    // `pattern` is matched as a glob with the arguments joined by spaces.
    void expect(std::string pattern, proc::Completed answer);
    // Answers with stdout alone.
    void expect(std::string pattern, std::string out) {
        expect(std::move(pattern), proc::Completed{{}, std::move(out), {}});
    }
    // The call itself fails, as where the program is missing or hangs beyond its limit.
    void expect_failure(std::string pattern, Error error);
    // May be called any number of times, at any moment.
    void allow(std::string pattern, std::string out);

    Result<proc::Completed> run(const proc::Command& command) override;
    const std::vector<proc::Command>& calls() const { return calls_; }

  private:
    struct Step {
        std::string pattern;
        Result<proc::Completed> answer;
    };
    std::mutex mutex_;  // some calls are made at the same time
    std::deque<Step> steps_;
    std::vector<Step> allowed_;
    std::vector<proc::Command> calls_;
};

}  // namespace pgreach::support
