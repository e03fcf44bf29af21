#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "scenario/keys.hpp"
#include "yaml/node.hpp"

namespace pgreach::scenario {

// Collects what is wrong with one file, so that a person sees all of it at once.
class Complaints {
  public:
    explicit Complaints(SourcePtr source) : source_(std::move(source)) {}

    void error(Mark mark, std::string text, std::string remedy = {}) {
        found_.push_back({Severity::error, source_, mark, std::move(text), std::move(remedy), {}});
    }
    void add(const Diagnostics& more) { found_.insert(found_.end(), more.begin(), more.end()); }
    bool any() const { return !found_.empty(); }
    const SourcePtr& source() const { return source_; }
    Diagnostics take() { return std::move(found_); }

  private:
    SourcePtr source_;
    Diagnostics found_;
};

// Strings of a list, each with its place.
using Words = std::vector<std::pair<std::string, Mark>>;

// Reads the keys of one map, which its table (scenario/keys.hpp) has: whoever asks for another one, or leaves one out,
// is a bug and throws. `finish` complains of all others ("did you mean").
class Fields {
  public:
    // `what` names the map in messages and its table: "a scenario", "a participant". A node that is no map is
    // complained of here.
    Fields(const yaml::Node& node, std::string what, Complaints& complaints);

    // From now on `old` is taken for `key`. Both at once are complained of.
    void accept(const std::string& old, const std::string& key);

    const yaml::Node* find(const std::string& key);     // null where absent
    const yaml::Node* require(const std::string& key);  // absent: complained of
    std::string text(const std::string& key);           // required, a string that is not empty
    std::optional<std::string> optional_text(const std::string& key);
    // Required, what people call something: one line without control characters or blanks around it.
    std::string name(const std::string& key);
    std::optional<int> optional_integer(const std::string& key);
    // The number of one key and those in the list of another, each with its place.
    std::vector<std::pair<int, Mark>> integers(const std::string& one, const std::string& several);
    // A list of strings, or one string; empty where absent.
    Words words(const std::string& key);
    // The same of a value that was found already under that key.
    Words words_of(const yaml::Node& value, const std::string& key);
    // The items of a list; empty where absent, complained of where it is no list.
    const std::vector<yaml::Node>& list(const std::string& key);
    // One of the names of a closed set (model/names.hpp), `otherwise` where absent; nothing, and complained of, where
    // it is none of them.
    template <typename Enum>
    std::optional<Enum> choice(const std::string& key, Enum otherwise);
    // Where the value of a key stands, or the map where it has none.
    Mark mark_of(const std::string& key);
    void finish();

  private:
    std::optional<std::string> text_of(const yaml::Node& node, const std::string& key);
    bool knows(const std::string& key) const;
    std::vector<std::string> known() const;
    std::optional<int> integer_of(const yaml::Node& node, const std::string& key);

    const yaml::Node& node_;
    std::string what_;
    const KeyTable& table_;
    Complaints& complaints_;
    std::vector<std::string> asked_;
    std::map<std::string, std::string> old_;  // by the key that has taken its place
};

template <typename Enum>
std::optional<Enum> Fields::choice(const std::string& key, Enum otherwise) {
    const yaml::Node* node = find(key);
    if (node == nullptr) return otherwise;
    if (const auto value = from_string<Enum>(node->text); value && node->kind == yaml::Kind::string) return value;
    complaints_.error(node->mark, "'" + key + "' cannot be '" + node->text + "'",
                      "it is one of " + enumerate(all_names<Enum>()));
    return std::nullopt;
}

}  // namespace pgreach::scenario
