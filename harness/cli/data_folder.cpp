#include "cli/data_folder.hpp"

#include <cstdlib>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/user_folder.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code unknown;
    const auto program = fs::read_symlink("/proc/self/exe", unknown);
    return program.empty() ? "/usr/bin" : program.parent_path();  // without /proc: never the working folder
}

// The first of these that is there, without links on the way to it; where none is, the first.
fs::path first_of(const std::vector<fs::path>& candidates) {
    std::error_code unknown;
    for (const auto& candidate : candidates) {
        if (fs::exists(candidate, unknown)) return fs::weakly_canonical(candidate, unknown);
    }
    return candidates.front().lexically_normal();
}

}  // namespace

bool is_data_in_environment() {
    const char* data = std::getenv("PGREACH_DATA");
    return data != nullptr && *data != '\0';
}

fs::path default_data() {
    if (is_data_in_environment()) return std::getenv("PGREACH_DATA");
    const auto folder = program_folder();
    const auto built = read_file(folder / "pgreach.data");
    if (built) return first_of({folder / trim(*built)});
    return first_of({folder / "../share/pgreach"});
}

fs::path probe_program(const std::string& given) {
    if (!given.empty()) return fs::absolute(given);
    const auto folder = program_folder();
    return first_of({folder / "pgreach-probe", folder / "../libexec/pgreach/pgreach-probe"});
}

std::vector<fs::path> own_data() {
    auto folders = shared_data_folders();
    if (auto own = user_folder(UserFolder::data)) folders.insert(folders.begin(), *std::move(own));
    std::error_code unknown;
    std::erase_if(folders, [&](const fs::path& folder) { return fs::exists(folder / "fixtures", unknown); });
    return folders;
}

}  // namespace pgreach::cli
