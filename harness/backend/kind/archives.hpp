#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach::backend {

// A `docker save` archive and the images in it.
struct Archive {
    std::string path;
    std::vector<std::string> images;  // "ghcr.io/cloudnative-pg/postgresql:17"
};

// All archives (*.tar) of a folder. Fails with every one that cannot be read, and where there is none.
Result<std::vector<Archive>> find_archives(const std::string& folder);

// The image of PostgreSQL among them, which a database has to name lest another be pulled; empty where there is none.
std::string postgresql_image(const std::vector<Archive>& archives);

}  // namespace pgreach::backend
