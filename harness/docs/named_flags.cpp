#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "base/text.hpp"
#include "docs/flags.hpp"

namespace pgreach::docs {
namespace {

// Whose flags a sentence may be about that names them.
constexpr std::array other_programs = {"kubectl",    "helm",           "hubble",          "docker",
                                       "psql",       "initdb",         "pg_ctl",          "minikube",
                                       "cilium-cli", "cilium install", "cilium-operator", "pgreach"};

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

  private:
    const page::Paragraph& paragraph_;
    std::string text_;
    std::vector<size_t> begins_;  // of each line
};

// A sentence about the agent, and about no other program.
bool is_about_agent(const std::string& sentence) {
    const bool agent =
        has_word(sentence, "agent") || has_word(sentence, "agents") || has_word(sentence, "cilium-agent");
    return agent && std::none_of(other_programs.begin(), other_programs.end(),
                                 [&](const char* program) { return has_word(sentence, program); });
}

// Goes through a paragraph once.
class FlagFinder {
  public:
    explicit FlagFinder(const page::Paragraph& paragraph)
        : paragraph_(paragraph), text_(paragraph), all_(text_.text()) {}

    void find(std::vector<NamedFlag>& found) {
        for (size_t at = all_.find("--"); at != std::string_view::npos;) {
            size_t end = at + 2;
            while (end < all_.size() && is_word(all_[end])) ++end;
            auto name = all_.substr(at + 2, end - at - 2);
            while (name.ends_with('-')) name.remove_suffix(1);
            const bool alone = at == 0 || !(is_word(all_[at - 1]) || all_[at - 1] == '/');
            const bool flag = !name.empty() && std::islower(static_cast<unsigned char>(name[0])) != 0;
            if (alone && flag && is_of_agent(at)) {
                found.push_back({std::string(name), paragraph_.file, text_.mark(at)});
            }
            at = all_.find("--", end);
        }
    }

  private:
    bool is_of_agent(size_t at) {
        const auto code = code_before(at);
        if (!code.empty()) return code.starts_with("cilium-agent");
        if (at >= sentence_end_) read_sentence(at);
        return about_agent_;
    }

    // What stands before it in the same piece of code, `cilium-agent --x`; empty where nothing does. Marks come in
    // pairs, of one or two each.
    std::string_view code_before(size_t at) {
        for (; seen_ < at; ++seen_) {
            if (all_[seen_] != '`' || (seen_ > 0 && all_[seen_ - 1] == '`')) continue;
            in_code_ = !in_code_;
            code_ = seen_;
        }
        if (!in_code_) return {};
        const auto code = all_.substr(code_, at - code_);
        return trim(code.substr(std::min(code.find_first_not_of('`'), code.size())));
    }

    // From the end of the sentence before to its own. A full stop within a word ends none.
    void read_sentence(size_t at) {
        const auto ends = [&](size_t i) {
            return (all_[i] == '.' || all_[i] == '!' || all_[i] == '?') && i + 1 < all_.size() &&
                   std::isspace(static_cast<unsigned char>(all_[i + 1])) != 0;
        };
        size_t begin = at;
        sentence_end_ = at;
        while (begin > 0 && !ends(begin - 1)) --begin;
        while (sentence_end_ < all_.size() && !ends(sentence_end_)) ++sentence_end_;
        about_agent_ = is_about_agent(lower_case(all_.substr(begin, sentence_end_ - begin)));
    }

    const page::Paragraph& paragraph_;
    const Text text_;
    const std::string_view all_;
    size_t seen_ = 0;  // up to where marks of code have been counted
    bool in_code_ = false;
    size_t code_ = 0;  // where it begins
    size_t sentence_end_ = 0;
    bool about_agent_ = false;  // of the sentence that ends there
};

}  // namespace

std::vector<NamedFlag> agent_flags_in(const std::vector<page::Paragraph>& prose) {
    std::vector<NamedFlag> found;
    for (const auto& paragraph : prose) FlagFinder(paragraph).find(found);
    return found;
}

}  // namespace pgreach::docs
