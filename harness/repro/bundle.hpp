#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/record.hpp"
#include "repro/cell.hpp"

namespace pgreach::repro {

struct BundleFile {
    std::string path;  // within the folder
    std::string content;
    bool executable = false;
};

// A folder with which anybody who has kubectl sees one flow of a record: the policies that matter, the pods, a script,
// and what should be seen. Fails (usage) where the record does not hold enough for it, and where the peer stands for
// something that kubectl cannot make: an address outside the cluster, the API server.
Result<std::vector<BundleFile>> make_bundle(const Record& record, const Cell& cell);

}  // namespace pgreach::repro
