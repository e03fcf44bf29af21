#include "cli/output_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/file.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::cli {

Result<void> check_writable(const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        if (path == "-") continue;
        std::error_code ignored;
        const bool existed = std::filesystem::exists(path, ignored);
        const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        if (!file) {
            auto error = system_error("cannot write " + path, errno);
            error.kind = ErrorKind::usage;
            error.remedy = "nothing was run; name a path in a folder that exists and is yours";
            return error;
        }
        if (!existed) ::unlink(path.c_str());
    }
    return {};
}

}  // namespace pgreach::cli
