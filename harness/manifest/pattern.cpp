#include "manifest/pattern.hpp"

#include <regex.h>

#include <stdexcept>
#include <utility>

namespace pgreach::manifest {

struct Pattern::Compiled {
    explicit Compiled(const std::string& expression) {
        if (::regcomp(&regex, expression.c_str(), REG_EXTENDED | REG_NOSUB) != 0) {
            throw std::logic_error("not a pattern: " + expression);
        }
    }
    ~Compiled() { ::regfree(&regex); }
    Compiled(const Compiled&) = delete;
    Compiled& operator=(const Compiled&) = delete;

    regex_t regex{};
};

Pattern::Pattern(std::string expression)
    : expression_(std::move(expression)), compiled_(std::make_shared<Compiled>(expression_)) {}

bool Pattern::matches(const std::string& text) const {
    if (text.find('\n') != std::string::npos)
        return false;  // none of our patterns has one, and "$" would match before it
    return ::regexec(&compiled_->regex, text.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace pgreach::manifest
