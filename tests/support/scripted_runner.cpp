#include "support/scripted_runner.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace pgreach::support {

ScriptedRunner::~ScriptedRunner() {
    for (const auto& step : steps_) ADD_FAILURE() << "expected, but never called: " << step.pattern;
}

void ScriptedRunner::expect(std::string pattern, proc::Completed answer) {
    steps_.push_back({std::move(pattern), std::move(answer)});
}

void ScriptedRunner::expect_failure(std::string pattern, Error error) {
    steps_.push_back({std::move(pattern), std::move(error)});
}

void ScriptedRunner::allow(std::string pattern, std::string out) {
    allowed_.push_back({std::move(pattern), proc::Completed{{}, std::move(out), {}}});
}

Result<proc::Completed> ScriptedRunner::run(const proc::Command& command) {
    const std::lock_guard<std::mutex> guard(mutex_);
    calls_.push_back(command);
    const std::string line = join(command.argv, " ");
    EXPECT_TRUE(command.limit.has_value()) << "no limit: " << line;
    if (!steps_.empty() && matches_glob(steps_.front().pattern, line)) {
        auto answer = std::move(steps_.front().answer);
        steps_.pop_front();
        return answer;
    }
    for (const auto& step : allowed_) {
        if (matches_glob(step.pattern, line)) return step.answer;
    }
    ADD_FAILURE() << "not expected: " << line
                  << "\nexpected next: " << (steps_.empty() ? "nothing" : steps_.front().pattern);
    return environment_error("not expected: " + line);
}

}  // namespace pgreach::support
