#pragma once

#include <string>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace pgreach::cli {

// What is wrong with the command line that this parser refused with this error, and where the help is: what to print.
std::string usage_error(const CLI::App& app, const CLI::Error& error);

}  // namespace pgreach::cli
