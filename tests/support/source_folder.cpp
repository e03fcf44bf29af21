#include "support/source_folder.hpp"

namespace pgreach::test {

std::filesystem::path source_folder() {
    return PGREACH_SOURCE_DIR;
}

}  // namespace pgreach::test
