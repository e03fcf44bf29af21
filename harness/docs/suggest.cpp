#include "docs/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/printable.hpp"
#include "docs/edit.hpp"
#include "docs/line_diff.hpp"
#include "docs/merge.hpp"
#include "page/files_beside.hpp"
#include "page/lines.hpp"

namespace pgreach::docs {
namespace {

namespace fs = std::filesystem;

// Remarks ahead of a remedy are about the example, for whoever reads the remedy beside it.
std::string_view without_remarks(std::string_view text) {
    while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    return text;
}

std::string with_plain_ends(std::string text) {
    std::erase(text, '\r');
    return text;
}
std::string with_returns(const std::string& text) {
    std::string result;
    for (const char c : text) result += c == '\n' ? "\r\n" : std::string(1, c);
    return result;
}

// A flag with what it is set to: --x=true.
size_t length_of_flag(std::string_view text) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=";
    return std::min(text.find_first_not_of(plain), text.size());
}

class Mender {
  public:
    explicit Mender(const CheckOptions& options) : options_(options) {}

    void mend(const CheckResult& result) {
        for (const auto& page : result.pages) {
            for (const auto& one : page.examples) mend(one.example, result.findings);
        }
        for (const auto& finding : result.findings) {
            if (finding.code == "unknown-flag") mend_flag(finding);
        }
    }

    MendedFiles files() const {
        MendedFiles mended;
        for (const auto& [name, file] : files_) {
            mended[name] = std::make_shared<const Source>(Source{name, apply(file.source->text, file.edits)});
        }
        return mended;
    }
    // With the files that the patch changes, and why.
    Suggestion write() const {
        Suggestion suggestion;
        std::set<std::string> folders;
        std::string diffs;
        for (const auto& [name, file] : files_) {
            const auto root = page::checkout_of(name);
            std::error_code ignored;
            const auto path =
                fs::weakly_canonical(fs::absolute(name, ignored), ignored).lexically_relative(root).generic_string();
            const auto hunks = unified_hunks(file.source->text, apply(file.source->text, file.edits));
            if (hunks.empty()) continue;
            folders.insert(root.string());
            diffs += fmt::format("--- a/{}\n+++ b/{}\n{}", path, path, hunks);
            for (const auto& [line, why] : file.reasons)
                suggestion.patch += fmt::format("* {}:{}: {}\n", path, line, why);
        }
        suggestion.patch += diffs.empty() ? "" : "\n" + diffs;
        suggestion.folders.assign(folders.begin(), folders.end());
        return suggestion;
    }

  private:
    struct File {
        SourcePtr source;
        std::vector<Edit> edits = {};
        std::multimap<int, std::string> reasons = {};  // by line
    };

    File& file_of(const SourcePtr& source) { return files_.try_emplace(source->name, File{source}).first->second; }

    void mend(const Example& example, const Diagnostics& findings) {
        const auto fault = std::find_if(findings.begin(), findings.end(), [&](const Diagnostic& finding) {
            return finding.severity == Severity::error && finding.source == example.block.source;
        });
        if (fault == findings.end() || example.known == nullptr) return;
        const auto& now = example.block.source->text;
        for (const auto& remedy : example.known->remedies) {
            const auto text = carry_over(example.known->text, without_remarks(remedy), with_plain_ends(now));
            if (!text) continue;
            auto edit =
                replace_listing(example.block, now.find('\r') == std::string::npos ? *text : with_returns(*text));
            if (!edit) continue;
            add(example.block.file, *std::move(edit), *fault);
            return;
        }
    }

    void mend_flag(const Diagnostic& finding) {
        const size_t begin = offset_of(*finding.source, finding.mark);
        const auto flag = std::string_view(finding.source->text).substr(begin);
        const size_t length = length_of_flag(flag);
        const auto name = flag.substr(2, std::min(flag.find('='), length) - 2);
        const auto instead = options_.flags.instead_of(std::string(name));
        if (!instead.empty()) add(finding.source, {begin, length, instead}, finding);
    }

    void add(const SourcePtr& source, Edit edit, const Diagnostic& why) {
        auto& file = file_of(source);
        const auto there = [&](const Edit& other) { return other.begin == edit.begin; };
        if (std::any_of(file.edits.begin(), file.edits.end(), there)) return;  // what several pages include
        file.edits.push_back(std::move(edit));
        file.reasons.emplace(why.mark.line, printable_line(why.text));
    }

    const CheckOptions& options_;
    std::map<std::string, File> files_;
};

CheckResult check_all(const std::vector<SourcePtr>& pages, const page::Include& include, const CheckOptions& options) {
    CheckResult result;
    for (const auto& page : pages) check_page(page, include, options, result);
    return result;
}

}  // namespace

Suggestion suggest(const std::vector<SourcePtr>& pages, const page::Include& include, const CheckOptions& options) {
    Mender mender(options);
    mender.mend(check_all(pages, include, options));
    const auto files = mender.files();
    const auto mended = [&](const SourcePtr& file) {
        const auto found = files.find(file->name);
        return found == files.end() ? file : found->second;
    };
    std::vector<SourcePtr> after;
    for (const auto& page : pages) after.push_back(mended(page));
    const auto include_mended = [&](const std::string& path, const Source& from) -> Result<SourcePtr> {
        auto file = include(path, from);
        if (!file || *file == nullptr) return file;
        return mended(*file);
    };
    auto suggestion = mender.write();
    suggestion.left = check_all(after, include_mended, options).findings;
    std::erase_if(suggestion.left, [](const Diagnostic& finding) {
        return finding.severity != Severity::error && finding.code != "not-included";
    });
    return suggestion;
}

}  // namespace pgreach::docs
