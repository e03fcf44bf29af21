#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pgreach::cli {

// Where this program lies, and with it what belongs to it: the data (scenarios/, fixtures/, kind/) in share/pgreach
// beside its folder, or where the file pgreach.data next to it says, which the build writes; pgreach-probe next to it,
// or in libexec/pgreach beside its folder. So an installed tree works wherever it is put, and nothing in the program
// knows where it was made.

// PGREACH_DATA, else as above. Whether there is anything is left to whoever reads it.
std::filesystem::path default_data();

// Whether PGREACH_DATA says something.
bool is_data_in_environment();

// pgreach-probe: where it was said to be, else as above.
std::filesystem::path probe_program(const std::string& given);

// Where a user keeps scenarios and participants: pgreach/ in the user's data folder ($XDG_DATA_HOME), then in those
// that all users share ($XDG_DATA_DIRS). Not where a pgreach is installed, this one or another: what has fixtures/ is
// its data.
std::vector<std::filesystem::path> own_data();

}  // namespace pgreach::cli
