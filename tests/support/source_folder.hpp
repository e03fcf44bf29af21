#pragma once

#include <filesystem>

namespace pgreach::test {

// The folder of these sources, with fixtures/ and scenarios/.
std::filesystem::path source_folder();

}  // namespace pgreach::test
