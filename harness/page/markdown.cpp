#include <cmark-gfm.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/text.hpp"
#include "page/containers.hpp"
#include "page/draft.hpp"
#include "page/fence.hpp"
#include "page/lines.hpp"

namespace pgreach::page {
namespace {

struct NodeDeleter {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct IteratorDeleter {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

using Iterator = std::unique_ptr<cmark_iter, IteratorDeleter>;

std::string plain_text(cmark_node* heading) {
    std::string text;
    const Iterator iterator(cmark_iter_new(heading));
    while (cmark_iter_next(iterator.get()) != CMARK_EVENT_DONE) {
        if (const char* literal = cmark_node_get_literal(cmark_iter_get_node(iterator.get()))) text += literal;
    }
    return text;
}

// MyST's "```{code-block} yaml".
bool is_directive(std::string_view info) {
    return trim(info).starts_with("{code") || trim(info).starts_with("{sourcecode}");
}

// How many lines at its top are options, ":caption: Title", and blank ones below them.
std::ptrdiff_t count_of_options(const std::vector<std::string_view>& content) {
    const auto is_option = [](std::string_view line) {
        return line.starts_with(':') && line.find(':', 1) != std::string_view::npos;
    };
    auto end = std::find_if_not(content.begin(), content.end(), is_option);
    if (end != content.begin()) end = std::find_if_not(end, content.end(), is_blank);
    return end - content.begin();
}

class MarkdownReader {
  public:
    explicit MarkdownReader(Draft& draft) : draft_(draft), lines_(lines_of(draft.file()->text)) {}

    void enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_HEADING:
                draft_.heading(plain_text(node));
                return read_prose(node);
            case CMARK_NODE_PARAGRAPH:
                return read_prose(node);
            case CMARK_NODE_CODE_BLOCK:
                return read_code(node);
            default:
                return;
        }
    }

  private:
    void read_code(cmark_node* node) {
        if (!names_yaml(cmark_node_get_fence_info(node))) return;
        const std::string_view text = cmark_node_get_literal(node);
        int fence = cmark_node_get_start_line(node);
        auto content = lines_of(text);
        if (const auto options = is_directive(cmark_node_get_fence_info(node)) ? count_of_options(content) : 0) {
            content.erase(content.begin(), content.begin() + options);
            fence += static_cast<int>(options);
        }
        if (content.size() == 1 && !snippet_path(content[0]).empty()) {
            draft_.included_listing(std::string(snippet_path(content[0])), fence + 1);
        } else {
            draft_.listing(with_own_ends(content, static_cast<size_t>(fence)), fence + 1);
        }
    }

    // cmark has made all ends of lines the same.
    std::string with_own_ends(const std::vector<std::string_view>& content, size_t first) const {
        std::string text;
        for (size_t i = 0; i < content.size(); ++i) {
            const bool windows = first + i < lines_.size() && ends_in_return(lines_[first + i]);
            text += std::string(content[i]) + (windows ? "\r\n" : "\n");
        }
        return text;
    }
    bool ends_in_return(std::string_view line) const {
        const auto& all = draft_.file()->text;
        const auto end = static_cast<size_t>(line.data() - all.data()) + line.size();
        return end < all.size() && all[end] == '\r';
    }

    // Lines that include a file are no text.
    void read_prose(cmark_node* node) {
        std::vector<std::string> said;
        int first = 0;
        const auto flush = [&] {
            if (!said.empty()) draft_.prose(first, std::move(said));
            said.clear();
        };
        const auto last = std::min(static_cast<size_t>(cmark_node_get_end_line(node)), lines_.size());
        for (auto line = static_cast<size_t>(cmark_node_get_start_line(node)); line >= 1 && line <= last; ++line) {
            const auto text = lines_[line - 1];
            if (const auto path = snippet_path(text); !path.empty()) {
                flush();
                draft_.included_page(std::string(path), static_cast<int>(line));
                continue;
            }
            if (said.empty()) first = static_cast<int>(line);
            said.emplace_back(text);
        }
        flush();
    }

    Draft& draft_;
    std::vector<std::string_view> lines_;
};

}  // namespace

void read_markdown(Draft& draft) {
    const auto text = open_containers(draft.file()->text);
    const std::unique_ptr<cmark_node, NodeDeleter> root(
        cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
    const Iterator iterator(cmark_iter_new(root.get()));
    MarkdownReader reader(draft);
    for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        if (event == CMARK_EVENT_ENTER) reader.enter(cmark_iter_get_node(iterator.get()));
    }
}

}  // namespace pgreach::page
