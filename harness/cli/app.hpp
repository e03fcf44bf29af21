#pragma once

namespace pgreach::cli {

// The whole program: words in, exit code out.
int run_app(int argc, const char* const* argv);

}  // namespace pgreach::cli
