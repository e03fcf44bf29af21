#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/cilium.hpp"
#include "engine/versions.hpp"
#include "reach/compare.hpp"
#include "reach/policies.hpp"
#include "world/contents.hpp"
#include "world/objects.hpp"

namespace pgreach::reach {

// A difference between two releases that does something to these policies.
struct UpgradeReason {
    std::string text;    // "a policy without any rule is rejected; before, it was accepted and did nothing"
    std::string source;  // where that is written
    std::string advice;  // what to write that means the same in both releases
    std::vector<std::string> policies = {};  // "CiliumNetworkPolicy db/pg", sorted
};

// From one minor release to the next.
struct UpgradeStep {
    engine::CiliumVersion from;
    engine::CiliumVersion to;
    Comparison comparison;
    std::vector<UpgradeReason> reasons = {};
};

struct Forecast {
    std::vector<UpgradeStep> steps;
    size_t policies = 0;
    size_t subjects = 0;  // workloads whose flows were compared; 0: admissions alone are forecast

    // Nothing that these policies do changes on the way.
    bool empty() const;
};

// The releases on the way, both ends included: the newest patch of each minor release between.
std::vector<engine::CiliumVersion> releases_between(engine::CiliumVersion from, engine::CiliumVersion to);

// What the agents' release makes of the same objects.
using WorldMaker = std::function<Result<world::Contents>(const engine::Cilium& cilium)>;
// `from` is older than `to`. `config`: of the agents, for all releases alike. `all`: flows to every workload, not to
// the databases alone. Fails where `make` does.
Result<Forecast> forecast(const world::Objects& objects, const WorldMaker& make, const engine::Cilium& from,
                          const engine::Cilium& to, bool all);

// What to write in place of what depends on a behaviour, so that it means the same whether a release has it or not.
std::string_view advice_for(engine::Behaviour behaviour);

std::string to_text(const Forecast& forecast);
std::string to_markdown(const Forecast& forecast);
std::string to_json(const Forecast& forecast);   // schema "pgreach.forecast/v1"
std::string to_sarif(const Forecast& forecast);  // SARIF 2.1.0

}  // namespace pgreach::reach
