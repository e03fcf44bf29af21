#include "vectors/line_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace pgreach::vectors {

struct LineReader::File {
    File(gzFile opened, std::string path) : handle(opened), name(std::move(path)) {}
    ~File() { ::gzclose(handle); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    gzFile handle;
    std::string name;
    std::array<char, 1 << 16> buffer{};
    std::string_view rest;  // of the buffer, not yet given out
};

Result<LineReader> LineReader::open(const std::filesystem::path& path) {
    errno = 0;
    if (std::filesystem::is_directory(path)) return input_error("cannot read " + path.string() + ": is a directory");
    const gzFile handle = ::gzopen(path.c_str(), "rb");
    if (handle == nullptr) return input_error("cannot read " + path.string() + ": " + std::strerror(errno));
    return LineReader(std::make_shared<File>(handle, path.string()));
}

Result<bool> LineReader::next(std::string& line) {
    line.clear();
    for (;;) {
        if (file_->rest.empty()) {
            const int count =
                ::gzread(file_->handle, file_->buffer.data(), static_cast<unsigned>(file_->buffer.size()));
            int code = Z_OK;
            const char* message = ::gzerror(file_->handle, &code);
            if (count < 0 || (code != Z_OK && code != Z_STREAM_END)) {
                return input_error("cannot read " + file_->name + " after line " + std::to_string(number_) + ": " +
                                   message);
            }
            if (count == 0) break;
            file_->rest = {file_->buffer.data(), static_cast<size_t>(count)};
        }
        const size_t end = file_->rest.find('\n');
        line += file_->rest.substr(0, end);
        file_->rest.remove_prefix(std::min(end, file_->rest.size() - 1) + 1);
        if (end == std::string_view::npos) continue;
        ++number_;
        return true;
    }
    if (line.empty()) return false;
    ++number_;
    return true;
}

}  // namespace pgreach::vectors
