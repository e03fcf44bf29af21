#pragma once

#include <functional>
#include <string>
#include <vector>

namespace pgreach::cli {

// What the value of an option must be: the reason why it is refused, empty where it is fine. In place of CLI11's own
// checks, whose wording and place in --help differ from release to release.
using Check = std::function<std::string(const std::string& value)>;

Check one_of(std::vector<std::string> words);
Check whole_number(int least, int most);
Check decimal_number(double least, double most);

std::string not_empty(const std::string& value);
std::string existing_path(const std::string& value);
std::string existing_file(const std::string& value);
std::string existing_folder(const std::string& value);

}  // namespace pgreach::cli
