#include "page/containers.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "page/fence.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

constexpr size_t step = 4;  // what the contents of a container are indented by, as Python-Markdown has it

// `!!! note "Title"`, `??? note`, `???+ note`, `=== "Tab"`, `===+ "Tab"`.
bool begins_container(std::string_view line) {
    line = trim(line);
    for (const std::string_view mark : {"!!! ", "??? ", "???+ "}) {
        if (line.starts_with(mark)) return true;
    }
    for (const std::string_view mark : {"=== \"", "===! \"", "===+ \""}) {
        if (line.starts_with(mark)) return line.ends_with('"');
    }
    return false;
}

// Takes one step of blanks out; a tab is one.
void take_step(std::string& text, size_t from) {
    for (size_t taken = 0; taken < step && from < text.size(); ++taken) {
        const bool tab = text[from] == '\t';
        if (!tab && text[from] != ' ') return;
        text.erase(from, 1);
        if (tab) return;
    }
}

class Opener {
  public:
    // The line as it is to be read; with its end, as it comes.
    std::string read(std::string_view line) {
        if (is_blank(line)) return std::string(line);
        while (!open_.empty() && indentation(line) < open_.back() + step) {
            open_.pop_back();
            fence_.end();
        }
        std::string text(line);
        // From the innermost, so that each takes its own blanks.
        for (size_t i = 0; i < open_.size(); ++i) take_step(text, base());
        if (!fence_.takes(text) && begins_container(text)) {
            open_.push_back(indentation(line));
            return line.ends_with("\r\n") ? "\r\n" : line.ends_with('\n') ? "\n" : "";
        }
        return text;
    }

  private:
    // Where the outermost container begins: what stands before is somebody else's, a list's.
    size_t base() const { return open_.front(); }

    std::vector<size_t> open_;  // indentations of the containers that are open
    Fence fence_;
};

// The lines between "---" at the top of a page are of whatever builds the site.
size_t front_matter(const std::vector<std::string_view>& lines) {
    if (lines.empty() || lines[0] != "---") return 0;
    const auto end = std::find(lines.begin() + 1, lines.end(), "---");
    return end == lines.end() ? 0 : static_cast<size_t>(end - lines.begin()) + 1;
}

}  // namespace

std::string open_containers(std::string_view text) {
    Opener opener;
    std::string opened;
    for (size_t left = front_matter(lines_of(text)); left > 0; --left) {
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        opened += '\n';
    }
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        opened += opener.read(text.substr(0, end));
        text.remove_prefix(end);
    }
    return opened;
}

}  // namespace pgreach::page
