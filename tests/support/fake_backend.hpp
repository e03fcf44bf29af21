#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "base/stop.hpp"
#include "engine/engine.hpp"
#include "support/records.hpp"

namespace pgreach::test {

// A backend without packets: what it "sees" is what the engine says, until a test makes it see something else.
// It keeps a list of the calls, and fails the ones it is told to fail.
class FakeBackend final : public backend::Backend {
  public:
    backend::Capabilities capabilities() const override { return abilities; }

    Result<backend::Environment> up(const Participants& participants) override {
        if (auto called = call("up"); !called) return called.error();
        world_ = participants.world();
        policies_ = engine::PolicySet(semantics.cilium);
        for (const auto* some : {&semantics.baseline, &semantics.control}) {
            for (const auto& manifest : *some) policies_.apply(manifest, FieldValidation::strict);
        }
        return backend::Environment{.backend = "fake", .versions = {{"fake", "1"}}, .semantics = semantics};
    }
    Result<std::vector<Admission>> change(const backend::Change& change) override {
        std::vector<Admission> admissions;
        for (const auto& manifest : change.apply) {
            if (auto called = call("apply " + manifest.name); !called) return called.error();
            admissions.push_back(policies_.apply(manifest, change.validation));
        }
        for (const auto& manifest : change.remove) {
            if (auto called = call("remove " + manifest.name); !called) return called.error();
            policies_.remove(manifest);
        }
        return admissions;
    }
    Result<std::string> pending() override { return std::string(confirms ? "" : "an endpoint is behind"); }
    Result<std::vector<Observation>> observe(const std::vector<Flow>& flows, Duration, backend::Depth depth) override {
        if (auto called = call(depth == backend::Depth::full ? "observe" : "observe briefly"); !called)
            return called.error();
        const engine::Evaluator evaluator(world_, policies_);
        std::vector<Observation> seen;
        for (const auto& flow : flows) seen.push_back(see(flow, evaluator.evaluate(flow).verdict()));
        return seen;
    }
    Result<std::vector<HealthCheck>> health() override { return std::vector<HealthCheck>{}; }
    std::vector<std::vector<std::string>> causes(const std::vector<Flow>& flows) override {
        return std::vector<std::vector<std::string>>(flows.size(), suspected);
    }
    std::string diagnostics() override {
        calls.emplace_back("diagnostics");
        return "fake diagnostics";
    }
    std::string access_instructions() const override { return "nowhere"; }
    Result<void> down() override { return call("down"); }
    backend::Watcher* watcher() override { return watching; }

    backend::Capabilities abilities{.drop_evidence = true,
                                    .hold_rounds = 1,
                                    .in_force_limit = std::chrono::milliseconds(20),
                                    .settle_limit = std::chrono::milliseconds(20),
                                    .attempt_limit = std::chrono::seconds(1)};
    std::vector<std::string> calls;
    std::set<std::string> failing = {};       // the calls that fail
    Error failure = {};                       // with which; where it says nothing, the environment broke
    std::vector<std::string> suspected = {};  // causes of any deviation
    backend::Semantics semantics = {};        // of the place
    backend::Watcher* watching = nullptr;
    bool confirms = true;  // that policies are in force
    std::function<void(const std::string&)> on_call = [](const std::string&) {};
    // Turns what would be seen into what is seen.
    std::function<void(const Flow&, Observation&)> distort = [](const Flow&, Observation&) {};

  private:
    Result<void> call(const std::string& name) {
        calls.push_back(name);
        on_call(name);
        if (failing.count(name) > 0) return failure.message.empty() ? environment_error(name + " broke") : failure;
        return {};
    }
    Observation see(const Flow& flow, Verdict verdict) const {
        auto observation = verdict == Verdict::allow ? answered() : dropped();
        distort(flow, observation);
        return observation;
    }

    World world_;
    engine::PolicySet policies_;
};

// A stop signal that a test gives.
class FakeStop final : public StopSignal {
  public:
    bool requested() const override { return asked; }
    int fd() const override { return -1; }
    bool asked = false;
};

}  // namespace pgreach::test
