#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/unique_fd.hpp"

namespace pgreach {

Error system_error(const std::string& what, int error_number) {
    return environment_error(what + ": " + std::strerror(error_number));
}

Result<std::string> read_file(const std::filesystem::path& path) {
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return system_error("cannot read " + path.string(), errno);
    std::string content;
    std::array<char, 65536> chunk;
    for (;;) {
        const ssize_t count = ::read(file.get(), chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error("cannot read " + path.string(), errno);
        if (count == 0) return content;
        content.append(chunk.data(), static_cast<size_t>(count));
    }
}

Result<void> write_all(int fd, std::string_view content, const std::string& name) {
    while (!content.empty()) {
        const ssize_t count = ::write(fd, content.data(), content.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error("cannot write " + name, errno);
        content.remove_prefix(static_cast<size_t>(count));
    }
    return {};
}

Result<void> write_file(const std::filesystem::path& path, std::string_view content) {
    // A pipe or a terminal (/dev/stdout) cannot be replaced by renaming: write into it.
    std::error_code ignored;
    const auto kind = std::filesystem::status(path, ignored).type();
    const bool in_place = kind == std::filesystem::file_type::character || kind == std::filesystem::file_type::fifo;
    const std::string target = in_place ? path.string() : path.string() + ".part-" + std::to_string(::getpid());
    UniqueFd file(::open(target.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return system_error("cannot write " + path.string(), errno);
    auto written = write_all(file.get(), content, path.string());
    if (in_place) return written;
    if (written && ::rename(target.c_str(), path.c_str()) != 0) {
        written = system_error("cannot write " + path.string(), errno);
    }
    if (!written) ::unlink(target.c_str());
    return written;
}

}  // namespace pgreach
