#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "kube/tar.hpp"
#include "proc/runner.hpp"

namespace pgreach::kube {

// A program with everything it links, so that it runs where nothing else is: in an image FROM scratch, or beside
// PostgreSQL in an instance's pod. Paths: "pgreach-probe", "lib/NAME", "lib64/ld-linux-x86-64.so.2".
Result<std::vector<TarFile>> collect_program(proc::ProcessRunner& runner, const std::string& program);

// The dynamic loader and the libraries that `ldd` names, by path. "not found" is an error that names the library.
Result<std::vector<std::string>> read_ldd(const std::string& printed);

// How to run the collected program from a folder that is not the root.
std::vector<std::string> run_from(const std::string& folder);

// A `docker save` archive with one layer of these files, started as the first of them, by a user without rights.
// `reference`: "localhost/pgreach-probe:dev".
std::string image_archive(const std::vector<TarFile>& files, const std::string& reference);

std::string sha256_hex(const std::string& bytes);

}  // namespace pgreach::kube
