#include "thorough/follow.hpp"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "yaml/reader.hpp"

namespace pgreach::lint {
namespace {

using yaml::Node;

SourcePtr make_source(std::string name, std::string text) {
    return std::make_shared<const Source>(Source{std::move(name), std::move(text)});
}

Node parse(const std::string& text) {
    auto read = yaml::read(make_source("remedy", text));
    return read.documents.empty() ? Node() : std::move(read.documents.front());
}

Node& field(Node& map, const std::string& key) {
    for (auto& entry : map.entries) {
        if (entry.key == key) return entry.value;
    }
    map.kind = yaml::Kind::map;
    map.entries.push_back({key, {}, Node()});
    return map.entries.back().value;
}

// Of "specs[1].ingress" the spec, of "ingress" too.
Node& spec_of(Node& document, const std::string& section) {
    if (!section.starts_with("specs[")) return field(document, "spec");
    const size_t index = std::stoul(section.substr(6));
    return field(document, "specs").items.at(index);
}

// The texts in quotes: "'- {a}' and '- {b}'".
std::vector<std::string> quoted_items(std::string_view text) {
    std::vector<std::string> items;
    while (text.starts_with("'")) {
        const size_t end = text.find('\'', 1);
        if (end == std::string_view::npos) break;
        items.emplace_back(text.substr(1, end - 1));
        text.remove_prefix(end + 1);
        if (text.starts_with(" and ")) text.remove_prefix(5);
    }
    return items;
}

std::string between(const std::string& text, const std::string& begin, const std::string& end) {
    const size_t at = text.find(begin);
    if (at == std::string::npos) return {};
    const size_t from = at + begin.size();
    return text.substr(from, text.find(end, from) - from);
}

// With these rules and no others; what it is for stays.
Node only(const Node& document, const std::string& section, const std::vector<Node>& rules) {
    Node copy = document;
    Node spec = spec_of(copy, section);
    std::erase_if(spec.entries, [](const yaml::Entry& entry) { return entry.key.find("gress") != std::string::npos; });
    std::erase_if(spec.entries, [](const yaml::Entry& entry) { return entry.key == "policyTypes"; });
    field(spec, section.substr(section.rfind('.') + 1)) = yaml::make_list(rules);
    std::erase_if(copy.entries, [](const yaml::Entry& entry) { return entry.key == "specs"; });
    field(copy, "spec") = std::move(spec);
    return copy;
}

bool holds(const Node& node, Mark mark) {
    return node.mark == mark ||
           std::any_of(node.items.begin(), node.items.end(), [mark](const Node& item) { return holds(item, mark); }) ||
           std::any_of(node.entries.begin(), node.entries.end(),
                       [mark](const yaml::Entry& entry) { return holds(entry.value, mark); });
}

// Takes the item of the innermost list away that begins there.
bool take_item(Node& node, Mark mark) {
    for (auto& item : node.items) {
        if (take_item(item, mark)) return true;
    }
    for (auto& entry : node.entries) {
        if (take_item(entry.value, mark)) return true;
    }
    const auto found =
        std::find_if(node.items.begin(), node.items.end(), [mark](const Node& item) { return item.mark == mark; });
    if (found == node.items.end()) return false;
    node.items.erase(found);
    return true;
}

// The rule, or the spec, that holds it.
bool take_holder(Node& list, Mark mark) {
    const auto found =
        std::find_if(list.items.begin(), list.items.end(), [mark](const Node& item) { return holds(item, mark); });
    if (found == list.items.end()) return false;
    list.items.erase(found);
    return true;
}

bool take_rule(Node& document, Mark mark) {
    field(document, "spec");
    field(document, "specs");  // both are there before anything points to one of them
    std::vector<Node*> specs = {&field(document, "spec")};
    for (auto& item : field(document, "specs").items) specs.push_back(&item);
    bool taken = false;
    for (Node* spec : specs) {
        for (auto& entry : spec->entries) {
            if (entry.key.find("gress") != std::string::npos && !taken) taken = take_holder(entry.value, mark);
        }
    }
    std::erase_if(document.entries, [](const yaml::Entry& entry) {
        return (entry.key == "specs" || entry.key == "spec") && entry.value.is_null();
    });
    return taken;
}

class Follower {
  public:
    Follower(const Corpus& corpus, const Diagnostic& finding) : corpus_(corpus), finding_(finding) {
        document_ = parse(finding.source->text);
    }

    std::optional<Followed> follow();

  private:
    Followed with(std::optional<Node> document, const std::string& more = {}) const;
    std::optional<Followed> add_rules(const std::string& section, const std::vector<std::string>& items);
    std::optional<Followed> take_out(const std::string& what);

    const Corpus& corpus_;
    const Diagnostic& finding_;
    Node document_;
};

Followed Follower::with(std::optional<Node> document, const std::string& more) const {
    Followed followed{{{}, corpus_.world}};
    for (const auto& file : corpus_.files) {
        if (file->name != finding_.source->name) {
            followed.after.files.push_back(file);
        } else if (document) {
            followed.after.files.push_back(make_source(file->name, yaml::to_json(*document)));
        }
    }
    if (!more.empty()) followed.after.files.push_back(make_source("beside.json", yaml::to_json(parse(more))));
    return followed;
}

std::optional<Followed> Follower::add_rules(const std::string& section, const std::vector<std::string>& items) {
    std::vector<Node> rules;
    for (const auto& item : items) rules.push_back(parse(item.substr(2)));
    Node changed = document_;
    Node& list = field(spec_of(changed, section), section.substr(section.rfind('.') + 1));
    list.kind = yaml::Kind::list;
    list.items.insert(list.items.end(), rules.begin(), rules.end());
    Followed followed = with(changed);
    followed.named = yaml::to_json(only(document_, section, rules));
    return followed;
}

std::optional<Followed> Follower::take_out(const std::string& what) {
    if (what == "policy") return with(std::nullopt);
    Node changed = document_;
    const bool done = what == "item"   ? take_item(changed, finding_.mark)
                      : what == "rule" ? take_rule(changed, finding_.mark)
                                       : take_holder(field(changed, "specs"), finding_.mark);
    return done ? std::optional(with(changed)) : std::nullopt;
}

std::optional<Followed> Follower::follow() {
    const std::string& remedy = finding_.remedy;
    if (remedy.starts_with("deny wins")) return std::nullopt;  // how to narrow it is up to its author
    if (const auto policy = between(remedy, "apply beside it: '", "'"); !policy.empty()) {
        Followed followed = with(document_, policy);
        followed.named = yaml::to_json(parse(policy));
        return followed;
    }
    if (const auto what = between(remedy, "take this ", " out"); !what.empty()) return take_out(what);
    if (remedy.starts_with("write enableDefaultDeny: {")) {
        Node changed = document_;
        const auto direction = between(remedy, "{", ":");
        std::vector<Node*> specs = {&field(changed, "spec")};
        if (specs.front()->is_null()) return std::nullopt;
        field(field(*specs.front(), "enableDefaultDeny"), direction) = yaml::make_boolean(false);
        Followed followed = with(changed);
        followed.named = "everything in " + direction;
        return followed;
    }
    const size_t at = remedy.find("add to ");
    if (at == std::string::npos || remedy.find("gress: '", at) == std::string::npos) return std::nullopt;
    const size_t colon = remedy.find(": '", at);
    return add_rules(remedy.substr(at + 7, colon - at - 7), quoted_items(std::string_view(remedy).substr(colon + 2)));
}

}  // namespace

LintResult Corpus::lint(const Options& options) const {
    std::vector<File> named(files.begin(), files.end());
    return lint::lint(named, options);
}

std::optional<Followed> follow(const Corpus& corpus, const Diagnostic& finding) {
    return Follower(corpus, finding).follow();
}

}  // namespace pgreach::lint
