// Any line as a case of a file of vectors: what is understood can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/engine.hpp"
#include "engine/policy_set.hpp"
#include "vectors/vector_case.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = vectors::parse_vector_case(std::string(reinterpret_cast<const char*>(data), size));
    if (!read) return 0;
    if (read->policy_answers.size() != read->policies.size() || read->flow_answers.size() != read->flows.size()) {
        std::abort();
    }
    engine::Cilium cilium(read->cilium.value_or(engine::CiliumVersion{}));
    cilium.config.enforcement = read->mode.value_or(engine::EnforcementMode::default_mode);
    engine::PolicySet policies(cilium);
    for (const auto& policy : read->policies) policies.apply(policy, FieldValidation::ignore);
    const engine::Evaluator evaluator(read->world, policies);
    for (const auto& question : read->flows) {
        if (question.from >= read->world.endpoints.size() || question.to >= read->world.endpoints.size()) std::abort();
        (void)evaluator.evaluate(read->flow(question));
    }
    return 0;
}
