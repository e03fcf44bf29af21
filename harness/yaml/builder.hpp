#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "yaml/node.hpp"

namespace pgreach::yaml {

// Builds one document from parser events: keys are unique, aliases are replaced, merge keys (<<) are merged.
class Builder {
  public:
    explicit Builder(SourcePtr source) : source_(std::move(source)) {}

    void scalar(Node node, size_t anchor) { place(std::move(node), anchor); }
    void alias(Mark mark, size_t anchor);
    void open(Kind kind, Mark mark, size_t anchor);
    void close();

    // The finished document; nothing if it was empty.
    std::optional<Node> take() { return std::move(root_); }
    Diagnostics& diagnostics() { return diagnostics_; }

  private:
    struct Open {
        Node node;
        size_t anchor;
        std::optional<Node> key;        // of a map, while its value is pending
        std::vector<Node> merged = {};  // what "<<" names: fills in at the end what the map itself does not say
        std::unordered_map<std::string, int> lines = {};  // of the keys of a map
    };
    void place(Node node, size_t anchor);
    void add_entry(Open& map, Node value);
    void complain(Mark mark, std::string text, std::string remedy = {});

    SourcePtr source_;
    std::vector<Open> stack_;
    std::map<size_t, Node> anchors_;
    size_t expanded_ = 0;  // nodes that aliases have brought in
    std::optional<Node> root_;
    Diagnostics diagnostics_;
};

}  // namespace pgreach::yaml
