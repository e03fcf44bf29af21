// Any text as what kubectl, Hubble, Cilium's agent and psql print: each reader must give a value or an error. A seed
// may be a recording of a tool; what the tool printed is read as well, then.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "kube/agent.hpp"
#include "kube/apply_answer.hpp"
#include "kube/hubble.hpp"
#include "kube/json.hpp"
#include "kube/objects.hpp"

using namespace pgreach;

namespace {

void read_all(const std::string& text) {
    (void)kube::read_pods(text);
    (void)kube::read_nodes(text);
    (void)kube::read_database(text);
    (void)kube::read_secret(text);
    (void)kube::read_replication(text);
    if (const auto endpoints = kube::read_endpoints(text)) (void)kube::behind(*endpoints, {"10.244.1.236"}, 1);
    (void)kube::read_agent_policies(text);
    (void)kube::read_apply_of({"a", "b"}, text);
    (void)kube::read_apply(0, text, "");
    (void)kube::read_apply(1, "", text);
    for (const auto& line : split(text, '\n')) {
        (void)kube::lost_events(line);
        if (const auto event = kube::read_hubble_line(line)) (void)kube::describe(*event);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    read_all(text);
    const auto json = kube::read_json(text);
    if (!json) return 0;
    (void)kube::agent_verdict(*json);
    (void)kube::missing_fields(*json, *json);
    for (const char* stream : {"stdout", "stderr"}) {
        if (const std::string printed = kube::text_at(*json, {stream}); !printed.empty()) read_all(printed);
    }
    return 0;
}
