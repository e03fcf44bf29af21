#pragma once

#include <filesystem>

#include "page/page.hpp"

namespace pgreach::page {

// The folder of the git checkout that a file stands in, the file's own folder where there is none.
std::filesystem::path checkout_of(const std::filesystem::path& file);

// Reads included files from the disk: sought beside the file that includes them, then in each folder around it up to
// that of the checkout, as MkDocs and Sphinx have paths that begin at the root of the sources. Nothing outside of the
// checkout is read: a page may be anybody's.
Result<SourcePtr> include_from_disk(const std::string& path, const Source& from);

}  // namespace pgreach::page
