#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
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

// Reads the keys of one map. Every key asked for is a known one; `finish` complains of all others ("did you mean").
class Fields {
  public:
    // `what` names the map in messages: "a scenario", "a participant". A node that is no map is complained
    // of here.
    Fields(const yaml::Node& node, std::string what, Complaints& complaints);

    const yaml::Node* find(const std::string& key);     // null where absent
    const yaml::Node* require(const std::string& key);  // absent: complained of
    std::string text(const std::string& key);           // required, a string that is not empty
    std::optional<std::string> optional_text(const std::string& key);
    std::optional<int> optional_integer(const std::string& key);
    // A list of strings, or one string; empty where absent.
    std::vector<std::pair<std::string, Mark>> words(const std::string& key);
    // The items of a list; empty where absent, complained of where it is no list.
    const std::vector<yaml::Node>& list(const std::string& key);
    void finish();

  private:
    std::optional<std::string> text_of(const yaml::Node& node, const std::string& key);

    const yaml::Node& node_;
    std::string what_;
    Complaints& complaints_;
    std::vector<std::string> known_;
};

}  // namespace pgreach::scenario
