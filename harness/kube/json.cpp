#include "kube/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace pgreach::kube {
namespace {

using nlohmann::json;

// Far deeper than any tool's output; a node within nodes takes stack where it is copied, searched and destroyed.
constexpr size_t deepest = 1000;

// Makes nodes of the parser's events.
class NodeSax : public nlohmann::json_sax<json> {
  public:
    bool null() override { return place({.kind = yaml::Kind::null, .text = "null"}); }
    bool boolean(bool value) override { return place(yaml::make_boolean(value)); }
    bool number_integer(number_integer_t value) override { return place(yaml::make_integer(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        return place({.kind = yaml::Kind::integer, .text = std::to_string(value)});
    }
    bool number_float(number_float_t, const string_t& written) override {
        return place({.kind = yaml::Kind::real, .text = written});
    }
    bool string(string_t& value) override { return place(yaml::make_string(std::move(value))); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(yaml::Kind::map); }
    bool start_array(std::size_t) override { return open(yaml::Kind::list); }
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

    yaml::Node take() { return std::move(root_); }
    const std::string& error() const { return error_; }

  private:
    bool place(yaml::Node node) {
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (open_.back().kind == yaml::Kind::list) {
            open_.back().items.push_back(std::move(node));
        } else {
            open_.back().entries.back().value = std::move(node);
        }
        return true;
    }
    bool open(yaml::Kind kind) {
        if (open_.size() == deepest) {
            error_ = "nested too deeply";
            return false;
        }
        open_.push_back({.kind = kind});
        return true;
    }
    bool close() {
        yaml::Node finished = std::move(open_.back());
        open_.pop_back();
        return place(std::move(finished));
    }

    std::vector<yaml::Node> open_;
    yaml::Node root_;
    std::string error_;
};

}  // namespace

Result<yaml::Node> read_json(std::string_view text) {
    NodeSax sax;
    if (!json::sax_parse(text, &sax)) return environment_error("not JSON: " + sax.error());
    return sax.take();
}

const yaml::Node* at(const yaml::Node& node, std::initializer_list<std::string_view> path) {
    const yaml::Node* found = &node;
    for (const auto key : path) {
        if (found == nullptr) break;
        found = found->find(key);
    }
    return found;
}

std::string text_at(const yaml::Node& node, std::initializer_list<std::string_view> path) {
    const yaml::Node* found = at(node, path);
    return found != nullptr && found->is_scalar() && !found->is_null() ? found->text : std::string();
}

std::int64_t integer_at(const yaml::Node& node, std::initializer_list<std::string_view> path, std::int64_t otherwise) {
    const yaml::Node* found = at(node, path);
    return found != nullptr ? found->as_integer().value_or(otherwise) : otherwise;
}

bool boolean_at(const yaml::Node& node, std::initializer_list<std::string_view> path) {
    const yaml::Node* found = at(node, path);
    return found != nullptr && found->as_boolean().value_or(false);
}

const std::vector<yaml::Node>& items_at(const yaml::Node& node, std::initializer_list<std::string_view> path) {
    static const std::vector<yaml::Node> none;
    const yaml::Node* found = at(node, path);
    return found != nullptr ? found->items : none;
}

yaml::Node object(const std::vector<std::pair<std::string, yaml::Node>>& entries) {
    yaml::Node map{.kind = yaml::Kind::map};
    for (const auto& [key, value] : entries) map.entries.push_back({key, {}, value});
    return map;
}

yaml::Node text(std::string value) {
    return yaml::make_string(std::move(value));
}

yaml::Node& child(yaml::Node& map, std::string_view key) {
    if (map.find(key) == nullptr) set(map, key, {.kind = yaml::Kind::map});
    return *const_cast<yaml::Node*>(map.find(key));  // the map itself is ours to change
}

void set(yaml::Node& map, std::string_view key, yaml::Node value) {
    if (map.kind != yaml::Kind::map) map = {.kind = yaml::Kind::map};
    const auto entry = std::find_if(map.entries.begin(), map.entries.end(),
                                    [&](const auto& candidate) { return candidate.key == key; });
    if (entry == map.entries.end()) {
        map.entries.push_back({std::string(key), {}, std::move(value)});
    } else {
        entry->value = std::move(value);
    }
}

}  // namespace pgreach::kube
