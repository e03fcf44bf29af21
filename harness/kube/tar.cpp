#include "kube/tar.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <numeric>

namespace pgreach::kube {
namespace {

constexpr size_t block = 512;

// POSIX.1-1988 ustar; all numbers octal text.
struct Header {
    std::array<char, 100> name;
    std::array<char, 8> mode;
    std::array<char, 8> uid;
    std::array<char, 8> gid;
    std::array<char, 12> size;
    std::array<char, 12> mtime;
    std::array<char, 8> checksum;
    char type;
    std::array<char, 100> link;
    std::array<char, 6> magic;
    std::array<char, 2> version;
    std::array<char, 247> rest;
};
static_assert(sizeof(Header) == block);

template <size_t N>
void put_octal(std::array<char, N>& field, unsigned long value) {
    std::snprintf(field.data(), N, "%0*lo", static_cast<int>(N) - 1, value);
}

std::string header_of(const TarFile& file) {
    Header header{};
    std::memcpy(header.name.data(), file.path.data(), std::min(file.path.size(), header.name.size()));
    put_octal(header.mode, static_cast<unsigned long>(file.mode));
    put_octal(header.uid, 0);
    put_octal(header.gid, 0);
    put_octal(header.size, file.content.size());
    put_octal(header.mtime, 0);
    header.checksum.fill(' ');  // what the sum is taken with
    header.type = '0';
    header.magic = {'u', 's', 't', 'a', 'r', '\0'};
    header.version = {'0', '0'};
    std::string bytes(block, '\0');
    std::memcpy(bytes.data(), &header, sizeof(header));
    const auto sum = std::accumulate(bytes.begin(), bytes.end(), 0UL, [](unsigned long total, char byte) {
        return total + static_cast<unsigned char>(byte);
    });
    std::snprintf(bytes.data() + offsetof(Header, checksum), 7, "%06lo", sum);
    return bytes;
}

}  // namespace

std::string write_tar(const std::vector<TarFile>& files) {
    std::string archive;
    for (const auto& file : files) {
        archive += header_of(file);
        archive += file.content;
        archive.append((block - file.content.size() % block) % block, '\0');
    }
    return archive.append(2 * block, '\0');
}

}  // namespace pgreach::kube
