#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
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

namespace {

Result<std::string> read_all(int fd, const std::string& name, std::size_t most) {
    std::string content;
    std::array<char, 65536> chunk;
    for (;;) {
        const ssize_t count = ::read(fd, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return system_error("cannot read " + name, errno);
        if (count == 0) return content;
        content.append(chunk.data(), static_cast<size_t>(count));
        if (content.size() <= most) continue;
        return environment_error("cannot read " + name + ": it is larger than " + std::to_string(most >> 20U) + " MiB",
                                 "is it the right file?");
    }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t most) {
    const std::string failed = "cannot read " + path.string();
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return system_error(failed, errno);
    if (S_ISDIR(status.st_mode)) return system_error(failed, EISDIR);
    // Looked at before it is opened: to open a device may already do something.
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
        return environment_error(failed + ": it is neither a file nor a pipe", "name a file");
    }
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return system_error(failed, errno);
    return read_all(file.get(), path.string(), most);
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

namespace {

namespace fs = std::filesystem;

Result<void> write_in_place(const fs::path& path, std::string_view content) {
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return system_error("cannot write " + path.string(), errno);
    return write_all(file.get(), content, path.string());
}

}  // namespace

fs::path follow_links(fs::path path) {
    constexpr int most = 40;  // as many as the kernel follows
    std::error_code failed;
    for (int followed = 0; followed < most && fs::is_symlink(path, failed); ++followed) {
        path = path.parent_path() / fs::read_symlink(path, failed);
    }
    return path;
}

Result<void> write_file(const fs::path& path, std::string_view content) {
    std::error_code ignored;
    const auto type = fs::status(path, ignored).type();
    // A pipe or a device cannot be replaced by renaming.
    if (type != fs::file_type::regular && type != fs::file_type::not_found) return write_in_place(path, content);
    const auto target = follow_links(path);
    const std::string part = target.string() + ".part-" + std::to_string(::getpid());
    const UniqueFd file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    // The folder may be another's though the file is ours.
    if (!file) return write_in_place(target, content);
    auto written = write_all(file.get(), content, path.string());
    if (written && ::rename(part.c_str(), target.c_str()) != 0) {
        written = system_error("cannot write " + path.string(), errno);
    }
    if (!written) ::unlink(part.c_str());
    return written;
}

}  // namespace pgreach
