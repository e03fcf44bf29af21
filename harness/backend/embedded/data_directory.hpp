#pragma once

#include <filesystem>
#include <string>

#include "backend/embedded/data_template.hpp"

namespace pgreach::backend {

// A data directory of an instance below `home`, which exists: the template seen through an overlay, so that nothing is
// copied; a copy where the kernel has no overlays.
Result<std::filesystem::path> make_data_directory(const DataTemplate& data, const std::filesystem::path& home,
                                                  const netns::PrivateNode& node);

// A file of the server's own, readable by nobody else.
Result<void> add_server_file(const std::filesystem::path& path, const std::string& text,
                             const netns::PrivateNode& node);

}  // namespace pgreach::backend
