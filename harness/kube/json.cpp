#include "kube/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace pgreach::kube {
namespace {

using nlohmann::json;
using yaml::Kind;
using yaml::Node;

// Makes nodes of the parser's events.
class NodeSax : public nlohmann::json_sax<json> {
  public:
    bool null() override { return place({.kind = Kind::null, .text = "null"}); }
    bool boolean(bool value) override { return place(yaml::make_boolean(value)); }
    bool number_integer(number_integer_t value) override { return place(yaml::make_integer(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        return place({.kind = Kind::integer, .text = std::to_string(value)});
    }
    bool number_float(number_float_t, const string_t& written) override {
        return place({.kind = Kind::real, .text = written});
    }
    bool string(string_t& value) override { return place(yaml::make_string(std::move(value))); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Kind::map); }
    bool start_array(std::size_t) override { return open(Kind::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        open_.back().entries.push_back({std::move(name), {}, {}});
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
        error_ = error.what();
        return false;
    }

    Node take() { return std::move(root_); }
    const std::string& error() const { return error_; }

  private:
    bool place(Node node) {
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (open_.back().kind == Kind::list) {
            open_.back().items.push_back(std::move(node));
        } else {
            open_.back().entries.back().value = std::move(node);
        }
        return true;
    }
    bool open(Kind kind) {
        open_.push_back({.kind = kind});
        return true;
    }
    bool close() {
        Node finished = std::move(open_.back());
        open_.pop_back();
        return place(std::move(finished));
    }

    std::vector<Node> open_;
    Node root_;
    std::string error_;
};

}  // namespace

Result<Node> read_json(std::string_view text) {
    NodeSax sax;
    if (!json::sax_parse(text, &sax)) return environment_error("not JSON: " + sax.error());
    return sax.take();
}

const Node* at(const Node& node, std::initializer_list<std::string_view> path) {
    const Node* found = &node;
    for (const auto key : path) {
        if (found == nullptr) break;
        found = found->find(key);
    }
    return found;
}

std::string text_at(const Node& node, std::initializer_list<std::string_view> path) {
    const Node* found = at(node, path);
    return found != nullptr && found->is_scalar() && !found->is_null() ? found->text : std::string();
}

std::int64_t integer_at(const Node& node, std::initializer_list<std::string_view> path, std::int64_t otherwise) {
    const Node* found = at(node, path);
    return found != nullptr ? found->as_integer().value_or(otherwise) : otherwise;
}

bool boolean_at(const Node& node, std::initializer_list<std::string_view> path) {
    const Node* found = at(node, path);
    return found != nullptr && found->as_boolean().value_or(false);
}

const std::vector<Node>& items_at(const Node& node, std::initializer_list<std::string_view> path) {
    static const std::vector<Node> none;
    const Node* found = at(node, path);
    return found != nullptr ? found->items : none;
}

Node object(const std::vector<std::pair<std::string, Node>>& entries) {
    Node map{.kind = Kind::map};
    for (const auto& [key, value] : entries) map.entries.push_back({key, {}, value});
    return map;
}

Node text(std::string value) {
    return yaml::make_string(std::move(value));
}

Node& child(Node& map, std::string_view key) {
    if (map.find(key) == nullptr) set(map, key, {.kind = Kind::map});
    return *const_cast<Node*>(map.find(key));  // the map itself is ours to change
}

void set(Node& map, std::string_view key, Node value) {
    if (map.kind != Kind::map) map = {.kind = Kind::map};
    const auto entry = std::find_if(map.entries.begin(), map.entries.end(),
                                    [&](const auto& candidate) { return candidate.key == key; });
    if (entry == map.entries.end()) {
        map.entries.push_back({std::string(key), {}, std::move(value)});
    } else {
        entry->value = std::move(value);
    }
}

}  // namespace pgreach::kube
