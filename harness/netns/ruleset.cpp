#include "netns/ruleset.hpp"

#include <fmt/format.h>

extern "C" {
#include <nftables/libnftables.h>
}

#include <fstream>
#include <string_view>

#include "base/text.hpp"

namespace pgreach::netns {
namespace {

struct FreeContext {
    void operator()(nft_ctx* context) const { nft_ctx_free(context); }
};
using Context = std::unique_ptr<nft_ctx, FreeContext>;

// Until the first transaction `judge` drops nothing. Its one rule has connections tracked from the start: one that were
// first seen later might pass for a reply. A pod reaches itself without the node, the node itself over its loopback.
// A table of an earlier ruleset makes place for it.
constexpr std::string_view table = R"(
add table ip pgreach
delete table ip pgreach
table ip pgreach {{
    set allowed {{ type ipv4_addr . ipv4_addr . inet_proto . inet_service; }}
    chain judge {{ ct direction reply accept; }}
    chain forward {{ type filter hook forward priority 0; policy accept; jump judge; }}
    chain output {{ type filter hook output priority 0; policy accept; oif lo accept; jump judge; }}
}}
)";

constexpr std::string_view judgement = R"(
add rule ip pgreach judge ip saddr . ip daddr . meta l4proto . th dport @allowed accept
add rule ip pgreach judge ip dscp cs1 drop
add rule ip pgreach judge log group {} snaplen 64 queue-threshold 1
add rule ip pgreach judge drop
)";

std::string elements(const std::vector<AllowedFlow>& flows) {
    if (flows.empty()) return {};
    std::vector<std::string> each;
    each.reserve(flows.size());
    for (const auto& flow : flows) {
        each.push_back(fmt::format("{} . {} . {} . {}", to_string(flow.source), to_string(flow.destination),
                                   flow.protocol == Protocol::udp ? "udp" : "tcp", flow.port));
    }
    return "add element ip pgreach allowed { " + join(each, ", ") + " }\n";
}

// The kernel remembers a connection for ten seconds after a reset. A watch makes thousands a second, and where the
// table of connections is full packets get lost. Where it may not be set, there is less room.
void forget_ended_connections() {
    std::ofstream("/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_close") << 1;
}

Error failure(const std::string& what, const std::string& said) {
    return environment_error("nftables: cannot " + what + ": " + std::string(trim(said)),
                             "this needs the kernel's nf_tables, nft_ct and nfnetlink_log (modprobe them as root)");
}

}  // namespace

struct Ruleset::State {
    Context context;
    bool judging = false;

    Result<void> run(const std::string& commands, const std::string& what) const {
        nft_ctx_buffer_error(context.get());  // empties them
        nft_ctx_buffer_output(context.get());
        if (nft_run_cmd_from_buffer(context.get(), commands.c_str()) == 0) return {};
        return failure(what, nft_ctx_get_error_buffer(context.get()));
    }
};

Ruleset::Ruleset(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ruleset::Ruleset(Ruleset&&) noexcept = default;
Ruleset& Ruleset::operator=(Ruleset&&) noexcept = default;
Ruleset::~Ruleset() = default;

Result<Ruleset> Ruleset::create() {
    auto state = std::make_unique<State>();
    state->context.reset(nft_ctx_new(NFT_CTX_DEFAULT));
    if (!state->context) return failure("start", "out of memory");
    if (auto made = state->run(fmt::format(table), "make the table"); !made) return std::move(made).error();
    forget_ended_connections();
    return Ruleset(std::move(state));
}

Result<void> Ruleset::allow(const std::vector<AllowedFlow>& flows) {
    std::string commands = "flush set ip pgreach allowed\n" + elements(flows);
    if (!state_->judging) commands += fmt::format(judgement, drop_group);
    auto done = state_->run(commands, "swap the ruleset");
    if (done) state_->judging = true;
    return done;
}

Result<std::string> Ruleset::listing() {
    if (auto listed = state_->run("list table ip pgreach", "list the table"); !listed) return std::move(listed).error();
    return std::string(nft_ctx_get_output_buffer(state_->context.get()));
}

}  // namespace pgreach::netns
