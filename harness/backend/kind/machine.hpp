#pragma once

#include <vector>

#include "backend/kind/archives.hpp"
#include "backend/kind/kind_options.hpp"
#include "backend/precondition.hpp"

namespace pgreach::backend {

// What making a cluster needs of this machine, as it is.
struct KindMachine {
    std::vector<Precondition> tools;  // docker, kind, helm, by these names, with their versions
    std::vector<Precondition> files;  // what the options name: what is missing of it, each by itself
    std::vector<Archive> archives;    // of images, where the options name a folder of them
};

// `options` with the defaults filled in.
KindMachine examine_machine(const Tools& tools, const KindOptions& options);

}  // namespace pgreach::backend
