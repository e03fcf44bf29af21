#include "cli/help.hpp"

namespace pgreach::cli::help {

const char* const version = PGREACH_VERSION;
const char* const data_folder = PGREACH_DATA_FOLDER;

}  // namespace pgreach::cli::help
