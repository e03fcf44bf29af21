#include "docs/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace pgreach::docs {

std::string sha256(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr);
    std::string digest;
    for (unsigned int i = 0; i < size; ++i) digest += fmt::format("{:02x}", bytes[i]);
    return digest;
}

}  // namespace pgreach::docs
