#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"

namespace pgreach::lint {

// The stable names of findings. docs/lint.md explains each.
namespace code {
inline constexpr const char* syntax = "syntax";
inline constexpr const char* not_a_manifest = "not-a-manifest";
inline constexpr const char* wrong_kind = "wrong-kind";
inline constexpr const char* wrong_api_version = "wrong-api-version";
inline constexpr const char* unknown_field = "unknown-field";
inline constexpr const char* schema = "schema";
inline constexpr const char* rejected = "rejected";
inline constexpr const char* too_large = "too-large";

inline constexpr const char* no_effect = "no-effect";
inline constexpr const char* duplicate_name = "duplicate-name";
inline constexpr const char* contradictory_selector = "contradictory-selector";
inline constexpr const char* ignored_label = "ignored-label";
inline constexpr const char* empty_peer_list = "empty-peer-list";
inline constexpr const char* empty_cidr = "empty-cidr";
inline constexpr const char* reversed_port_range = "reversed-port-range";
inline constexpr const char* covered_peer = "covered-peer";
inline constexpr const char* always_denied = "always-denied";
inline constexpr const char* deny_only = "deny-only";
inline constexpr const char* negation_selects_world = "negation-selects-world";
inline constexpr const char* names_not_learned = "names-not-learned";
inline constexpr const char* services_beside_ports = "services-beside-ports";
inline constexpr const char* unknown_port_name = "unknown-port-name";
inline constexpr const char* end_port_ignored = "end-port-ignored";
inline constexpr const char* null_dropped = "null-dropped";
inline constexpr const char* null_opens = "null-opens";
inline constexpr const char* not_enforced = "not-enforced";
inline constexpr const char* api_server_by_address = "api-server-by-address";
inline constexpr const char* selects_nothing = "selects-nothing";
}  // namespace code

struct Code {
    std::string_view id;
    Severity severity;
    std::string_view summary;  // one sentence, without a full stop
};
const std::vector<Code>& all_codes();

}  // namespace pgreach::lint
