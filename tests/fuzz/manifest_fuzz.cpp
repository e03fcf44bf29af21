// Any text as a file of manifests: it must give manifests and diagnostics, and each manifest an admission and rules
// that can be asked, without a crash.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "manifest/manifest.hpp"

using namespace pgreach;

namespace {

World small_world() {
    World world;
    world.endpoints = {{.name = "a", .ns = "default", .labels = {{"role", "backend"}}},
                       {.name = "b", .ns = "other", .labels = {{"app", "x"}}},
                       {.name = "c", .kind = EndpointKind::cidr, .cidr = "203.0.113.7/32"}};
    world.named_ports = {{"postgresql", 5432}};
    return world;
}

void check(const manifest::Manifest& manifest) {
    engine::PolicySet policies;
    const auto examination = engine::examine(manifest, FieldValidation::ignore);
    for (const auto& finding : examination.violations) {
        if (finding.text.empty()) std::abort();
    }
    policies.apply(examination);
    static const World world = small_world();
    const engine::Evaluator evaluator(world, policies);
    for (const char* from : {"b", "c"}) {
        if (evaluator.evaluate({from, "a", Protocol::tcp, 5432}).ingress.reason.empty()) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    const auto read = manifest::read(std::make_shared<const Source>(Source{"fuzz.yaml", text}));
    (void)render(read.diagnostics);
    for (const auto& manifest : read.manifests) check(manifest);
    return 0;
}
