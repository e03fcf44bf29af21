#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::cli {

// Whether the path is a name of standard output: "-", /dev/stdout.
bool is_standard_output(const std::string& path);

// A file for results, as the command line named it.
struct OutputFile {
    std::string option;  // with its value, as messages show it: "--report junit=out.xml"
    std::string path;
};

// The files for results. They are tried before anything runs: an hour's run must not end in "no such directory".
class OutputFiles {
  public:
    // Fails where one cannot be written, and where two are the same file. Leaves no new file behind, and keeps pipes
    // open, whose readers would otherwise see their end too early.
    static Result<OutputFiles> claim(const std::vector<OutputFile>& files);

    // Writes one of them, or standard output.
    Result<void> write(const std::string& path, std::string_view content) const;

  private:
    std::map<std::string, UniqueFd> pipes_;
};

}  // namespace pgreach::cli
