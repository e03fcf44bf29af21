// Any text as a file of claims: claims or diagnostics, and every claim has names, a port and a place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "audit/claims.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = std::string(reinterpret_cast<const char*>(data), size);
    const auto read = audit::read_claims(std::make_shared<const Source>(Source{"fuzz.yaml", text}));
    (void)render(read.diagnostics);
    if (has_errors(read.diagnostics)) return 0;
    for (const auto& claim : read.claims) {
        const bool named = !claim.from.empty() && !claim.to.empty();
        if (!named || claim.port < 1 || claim.port > 65535 || claim.mark.line < 1) std::abort();
    }
    audit::Report report;
    audit::judge_claims(read, report);
    (void)audit::to_text(report, true);
    return 0;
}
