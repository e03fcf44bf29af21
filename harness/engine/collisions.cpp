#include "engine/collisions.hpp"

#include <algorithm>
#include <utility>

#include "engine/labels.hpp"

namespace pgreach::engine {
namespace {

constexpr size_t most_collisions = 6;

struct Pair {
    size_t kept;  // indices of a map's entries
    size_t lost;
};

// The later of two keys in the order of their texts is kept: see parse_selector.
std::vector<Pair> pairs_of(const yaml::Node& match_labels) {
    std::vector<Pair> pairs;
    const auto& entries = match_labels.entries;
    for (size_t i = 0; i < entries.size(); ++i) {
        for (size_t j = 0; j < entries.size(); ++j) {
            if (entries[i].key >= entries[j].key || entries[i].value == entries[j].value) continue;
            if (parse_label_key(entries[i].key, "any") == parse_label_key(entries[j].key, "any"))
                pairs.push_back({j, i});
        }
    }
    return pairs;
}

// Calls `visit` with every matchLabels map below a node, in the order of the text.
template <typename Node, typename Visit>
void for_match_labels(Node& node, const Visit& visit) {
    for (auto& item : node.items) for_match_labels(item, visit);
    for (auto& entry : node.entries) {
        if (entry.key == "matchLabels") {
            visit(entry.value);
        } else {
            for_match_labels(entry.value, visit);
        }
    }
}

// The bits of `choice` say, one for each collision, that the other key is kept.
yaml::Node reading(yaml::Node document, size_t choice) {
    for_match_labels(document, [&choice](yaml::Node& labels) {
        std::vector<std::string> left_out;
        for (const auto& [kept, lost] : pairs_of(labels)) {
            left_out.push_back(labels.entries[(choice & 1) == 0 ? lost : kept].key);
            choice >>= 1;
        }
        std::erase_if(labels.entries, [&left_out](const yaml::Entry& entry) {
            return std::find(left_out.begin(), left_out.end(), entry.key) != left_out.end();
        });
    });
    return document;
}

}  // namespace

std::vector<Collision> find_collisions(const yaml::Node& document) {
    std::vector<Collision> found;
    for_match_labels(document, [&found](const yaml::Node& labels) {
        for (const auto& [kept, lost] : pairs_of(labels)) {
            found.push_back({labels.entries[kept].key, labels.entries[lost].key, labels.entries[lost].mark});
        }
    });
    return found;
}

std::vector<yaml::Node> readings(const yaml::Node& document) {
    const size_t collisions = std::min(find_collisions(document).size(), most_collisions);
    if (collisions == 0) return {document};
    std::vector<yaml::Node> result;
    for (size_t choice = 0; choice < size_t{1} << collisions; ++choice) result.push_back(reading(document, choice));
    return result;
}

}  // namespace pgreach::engine
