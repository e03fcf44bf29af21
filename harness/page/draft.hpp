#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/page.hpp"

namespace pgreach::page {

// A page while it is read. The readers of each markup tell it what they find, in order.
class Draft {
  public:
    Draft(const SourcePtr& page, const Include& include) : include_(include), files_{page} {}

    // The file that is read now: the page, or one that it includes.
    const SourcePtr& file() const { return files_.back(); }

    void heading(std::string text);
    // A listing in YAML; `first_line` is that of its text in the file.
    void listing(std::string text, int first_line);
    // A listing whose text is that of another file; `keep` takes from it what is shown. `line` is the directive's.
    using Keep = std::string (*)(std::string_view text, std::string_view options, int& first_line);
    void included_listing(const std::string& path, int line, std::string_view options = {}, Keep keep = nullptr);
    // A listing that is made of a file and more, which is not read.
    void not_included(const std::string& path, int line);
    // What another file says, as if it stood here.
    void included_page(const std::string& path, int line);
    // Lines from first to last, neither blank.
    void prose(int first_line, std::vector<std::string> lines);

    Page finish() { return std::move(page_); }

  private:
    void complain(const std::string& path, int line, const std::string& why, std::string remedy);
    SourcePtr get(const std::string& path, int line);
    void add(Block block);
    int place(int line) const { return files_.size() == 1 ? line : place_; }

    const Include& include_;
    std::vector<SourcePtr> files_;  // each included by the one before
    int place_ = 0;                 // on the page, of what includes the file that is read
    std::string heading_;
    int number_ = 0;
    Page page_;
};

// Each reads the file of the draft.
void read_markdown(Draft& draft);
void read_restructured_text(Draft& draft);
void read_asciidoc(Draft& draft);
void read_file_of(Draft& draft);

}  // namespace pgreach::page
