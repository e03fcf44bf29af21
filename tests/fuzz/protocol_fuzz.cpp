// Any line between pgreach and a probe, in both directions: what is understood reads the same once it is written again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "probe/protocol.hpp"

using namespace pgreach;

namespace {

template <typename Message>
void check(const Message& message, Result<Message> (*parse)(std::string_view)) {
    const std::string line = probe::to_line(message);
    const auto again = parse(std::string_view(line).substr(0, line.size() - 1));
    if (!again || probe::to_line(*again) != line) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    if (const auto instruction = probe::parse_instruction(line)) check(*instruction, &probe::parse_instruction);
    if (const auto message = probe::parse_message(line)) check(*message, &probe::parse_message);
    return 0;
}
