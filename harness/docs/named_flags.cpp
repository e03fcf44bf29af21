#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "docs/flags.hpp"

namespace pgreach::docs {
namespace {

// Whose flags a sentence may be about that names them.
constexpr std::array other_programs = {"kubectl", "helm",   "hubble", "kind",   "docker",          "psql",
                                       "initdb",  "pg_ctl", "minikube", "cilium-cli", "cilium install", "cilium-operator",
                                       "pgreach"};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

bool has_word(std::string_view text, std::string_view word) {
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const size_t end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

// The text of a paragraph with the place of each of its characters.
class Text {
  public:
    explicit Text(const page::Paragraph& paragraph) : paragraph_(paragraph) {
        for (const auto& line : paragraph.lines) {
            begins_.push_back(text_.size());
            text_ += line + "\n";
        }
    }

    std::string_view text() const { return text_; }

    Mark mark(size_t at) const {
        const auto next = std::upper_bound(begins_.begin(), begins_.end(), at);
        const auto line = static_cast<size_t>(next - begins_.begin()) - 1;
        return {paragraph_.first_line + static_cast<int>(line), static_cast<int>(at - begins_[line]) + 1};
    }

    // From the end of the sentence before to its own. A full stop within a word ends none.
    std::string_view sentence(size_t at) const {
        const auto ends = [&](size_t i) {
            return (text_[i] == '.' || text_[i] == '!' || text_[i] == '?') && i + 1 < text_.size() &&
                   std::isspace(static_cast<unsigned char>(text_[i + 1])) != 0;
        };
        size_t begin = at, end = at;
        while (begin > 0 && !ends(begin - 1)) --begin;
        while (end < text_.size() && !ends(end)) ++end;
        return std::string_view(text_).substr(begin, end - begin);
    }

    // What stands before it in the same piece of code, `cilium-agent --x`; nothing where it stands in none.
    std::optional<std::string_view> code_before(size_t at) const {
        const auto mark = text_.rfind('`', at);
        if (mark == std::string::npos || text_.find('`', at) == std::string::npos) return std::nullopt;
        const auto marks = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '`');
        const bool doubled = mark > 0 && text_[mark - 1] == '`';
        if ((doubled ? marks / 2 : marks) % 2 == 0) return std::nullopt;
        return trim(std::string_view(text_).substr(mark + 1, at - mark - 1));
    }

  private:
    const page::Paragraph& paragraph_;
    std::string text_;
    std::vector<size_t> begins_;  // of each line
};

bool is_of_agent(const Text& text, size_t at) {
    if (const auto code = text.code_before(at); code && !code->empty()) return code->starts_with("cilium-agent");
    const auto sentence = lower_case(text.sentence(at));
    if (!has_word(sentence, "agent") && !has_word(sentence, "agents") && !has_word(sentence, "cilium-agent")) return false;
    return std::none_of(other_programs.begin(), other_programs.end(),
                        [&](const char* program) { return has_word(sentence, program); });
}

void find_flags(const page::Paragraph& paragraph, std::vector<NamedFlag>& found) {
    const Text text(paragraph);
    const auto all = text.text();
    for (size_t at = all.find("--"); at != std::string_view::npos; at = all.find("--", at)) {
        const size_t begin = at + 2;
        size_t end = begin;
        while (end < all.size() && is_word(all[end])) ++end;
        auto name = all.substr(begin, end - begin);
        while (name.ends_with('-')) name.remove_suffix(1);
        const bool alone = at == 0 || !(is_word(all[at - 1]) || all[at - 1] == '/');
        const bool flag = !name.empty() && std::islower(static_cast<unsigned char>(name[0])) != 0;
        if (alone && flag && is_of_agent(text, at)) found.push_back({std::string(name), paragraph.file, text.mark(at)});
        at = std::max(end, at + 2);
    }
}

}  // namespace

std::vector<NamedFlag> agent_flags_in(const std::vector<page::Paragraph>& prose) {
    std::vector<NamedFlag> found;
    for (const auto& paragraph : prose) find_flags(paragraph, found);
    return found;
}

}  // namespace pgreach::docs
