#include "engine/dns_names.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace pgreach::engine {
namespace {

// "s3", "example", "com"
std::vector<std::string> name_parts(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    return split(lower_case(text), '.');
}

bool is_stars(const std::string& text) {
    return !text.empty() && text.find_first_not_of('*') == std::string::npos;
}

}  // namespace

bool is_name_of(const std::string& pattern, const std::string& name) {
    std::vector<std::string> wanted = name_parts(pattern);
    std::vector<std::string> given = name_parts(name);
    if (wanted.size() == 1 && is_stars(wanted[0])) return true;
    if (is_stars(wanted[0]) && wanted[0].size() > 1 && given.size() > wanted.size()) {
        given.erase(given.begin(), given.end() - static_cast<std::ptrdiff_t>(wanted.size()));
    }
    return std::equal(wanted.begin(), wanted.end(), given.begin(), given.end(),
                      [](const std::string& part, const std::string& text) { return matches_glob(part, text); });
}

}  // namespace pgreach::engine
