#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace pgreach::vectors {

// The lines of a file, plain or gzipped, one after the other: a file may be larger than memory.
class LineReader {
  public:
    static Result<LineReader> open(const std::filesystem::path& path);

    // The next line without its end; false at the end of the file.
    Result<bool> next(std::string& line);
    size_t number() const { return number_; }  // of the line that `next` gave last, from one

  private:
    struct File;
    explicit LineReader(std::shared_ptr<File> file) : file_(std::move(file)) {}

    std::shared_ptr<File> file_;
    size_t number_ = 0;
};

}  // namespace pgreach::vectors
