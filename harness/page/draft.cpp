#include "page/draft.hpp"

#include <algorithm>

namespace pgreach::page {
namespace {

constexpr size_t deepest_include = 8;

}  // namespace

void Draft::heading(std::string text) {
    heading_ = std::move(text);
    number_ = 0;
}

void Draft::add(Block block) {
    block.heading = heading_;
    block.number = ++number_;
    page_.blocks.push_back(std::move(block));
}

void Draft::listing(std::string text, int first_line) {
    const int line = file()->first_line - 1 + first_line;
    auto source = std::make_shared<const Source>(Source{file()->name, std::move(text), line});
    add({.source = std::move(source), .file = file(), .line = place(line)});
}

void Draft::complain(const std::string& path, int line, const std::string& why, std::string remedy) {
    page_.diagnostics.push_back({Severity::warning,
                                 file(),
                                 {file()->first_line - 1 + line, 1},
                                 "the page includes '" + path + "': " + why,
                                 std::move(remedy),
                                 "not-included"});
}

void Draft::not_included(const std::string& path, int line) {
    complain(path, line, "it is a part of a listing, and only listings of one whole file are read", "");
}

SourcePtr Draft::get(const std::string& path, int line) {
    const auto missing = [&](const std::string& why, std::string remedy) {
        complain(path, line, why, std::move(remedy));
        return nullptr;
    };
    if (files_.size() > deepest_include) return missing("files include one another without end", "");
    auto found = include_(path, *file());
    if (!found) return missing(found.error().message, found.error().remedy);
    if (*found == nullptr) return nullptr;
    const auto same = [&](const SourcePtr& other) { return other->name == (*found)->name; };
    if (std::any_of(files_.begin(), files_.end(), same)) return missing("it includes itself", "");
    return *std::move(found);
}

void Draft::included_listing(const std::string& path, int line, std::string_view options, Keep keep) {
    const auto other = get(path, line);
    if (other == nullptr) return;
    int first_line = 1;
    auto text = keep == nullptr ? other->text : keep(other->text, options, first_line);
    auto source = std::make_shared<const Source>(Source{other->name, std::move(text), first_line});
    add({.source = std::move(source), .file = other, .line = place(file()->first_line - 1 + line)});
}

void Draft::included_page(const std::string& path, int line) {
    auto other = get(path, line);
    if (other == nullptr) return;
    place_ = place(file()->first_line - 1 + line);
    files_.push_back(std::move(other));
    read_file_of(*this);
    files_.pop_back();
}

void Draft::prose(int first_line, std::vector<std::string> lines) {
    page_.prose.push_back({file(), file()->first_line - 1 + first_line, std::move(lines)});
}

}  // namespace pgreach::page
