#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "yaml/node.hpp"

namespace pgreach::kube {

// What kubectl, helm, docker and Cilium's tools print with `-o json`, as a value. Much quicker than the YAML reader,
// and without positions: nobody corrects a tool's output.
Result<yaml::Node> read_json(std::string_view text);

// The value at a path of keys; null where the path ends early.
const yaml::Node* at(const yaml::Node& node, std::initializer_list<std::string_view> path);
// The scalar at a path as text; empty where there is none.
std::string text_at(const yaml::Node& node, std::initializer_list<std::string_view> path);
// The whole number at a path; `otherwise` where there is none.
std::int64_t integer_at(const yaml::Node& node, std::initializer_list<std::string_view> path,
                        std::int64_t otherwise = 0);
bool boolean_at(const yaml::Node& node, std::initializer_list<std::string_view> path);
// The items of the list at a path; an empty list where there is none.
const std::vector<yaml::Node>& items_at(const yaml::Node& node, std::initializer_list<std::string_view> path);

// Builders for the objects that we send.
yaml::Node object(const std::vector<std::pair<std::string, yaml::Node>>& entries);
yaml::Node text(std::string value);

// The map at `key` of a map, made where it is absent.
yaml::Node& child(yaml::Node& map, std::string_view key);
// Sets a key of a map, replacing what it was.
void set(yaml::Node& map, std::string_view key, yaml::Node value);

}  // namespace pgreach::kube
