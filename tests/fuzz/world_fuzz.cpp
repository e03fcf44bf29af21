// Any text as a file of objects (a snapshot is one): it makes a world whose workloads are the first endpoints, and
// whoever reaches whom in it can be written in each format.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "reach/answers.hpp"
#include "reach/render.hpp"
#include "world/contents.hpp"
#include "world/snapshot.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    const auto objects = world::read_objects({{std::make_shared<const Source>(Source{"fuzz.yaml", text})}});
    const auto found = world::cilium_of(objects);
    const engine::Cilium cilium = found && *found ? (*found)->cilium : engine::Cilium{};
    const auto contents = world::make_contents(objects, cilium);
    for (std::size_t i = 0; i < contents.workloads.size(); ++i) {
        if (contents.world.endpoints.at(i).kind != EndpointKind::pod || contents.name(i).empty()) std::abort();
    }
    for (const bool egress : {false, true}) {
        const auto report =
            reach::reach(contents, reach::admit(contents.policies, cilium), {.all = true, .egress = egress});
        if (to_text(report).empty() || to_json(report).empty() || to_csv(report).empty() || to_dot(report).empty())
            std::abort();
        (void)to_markdown(report);  // empty where nobody is asked about
    }
    return 0;
}
