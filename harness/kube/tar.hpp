#pragma once

#include <string>
#include <vector>

namespace pgreach::kube {

// One regular file of an archive.
struct TarFile {
    std::string path;  // relative, at most 100 bytes
    std::string content;
    int mode = 0644;
};

// A POSIX ustar archive; the same files always give the same bytes (owner 0, no time).
std::string write_tar(const std::vector<TarFile>& files);

}  // namespace pgreach::kube
