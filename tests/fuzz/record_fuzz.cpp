// Any text as the record of a run: what is understood is the same record once it is written and read again, and can be
// judged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "run/judge.hpp"
#include "run/record_json.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto record = run::parse_record(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!record) return 0;
    run::judge(*record);
    const std::string text = run::to_json(*record);
    auto again = run::parse_record(text);
    if (!again) std::abort();
    run::judge(*again);
    if (run::to_json(*again) != text) std::abort();
    return 0;
}
