#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "reach/answers.hpp"

namespace pgreach::reach {
namespace {

// "role=backend,tier!=test,app": every term must hold.
bool matches_labels(std::string_view selector, const Labels& labels) {
    for (const auto& term : split(selector, ',')) {
        const size_t equal = term.find('=');
        const bool negated = equal != std::string::npos && equal > 0 && term[equal - 1] == '!';
        const auto found = labels.find(std::string(trim(term.substr(0, equal - (negated ? 1 : 0)))));
        if (equal == std::string::npos) {
            if (found == labels.end()) return false;
            continue;
        }
        std::string value = term.substr(equal + 1);
        if (value.starts_with('=')) value.erase(0, 1);
        const bool same = found != labels.end() && found->second == trim(value);
        if (same == negated) return false;
    }
    return true;
}

bool is_called(const world::Contents& contents, size_t workload, const std::string& word) {
    const auto& owner = contents.workloads[workload].owner;
    if (word.ends_with('/')) return owner.ns + "/" == word;
    for (const std::string& name : {contents.name(workload), owner.ns + "/" + owner.name, describe(owner)}) {
        if (matches_glob(word, name)) return true;
    }
    return word.find('/') == std::string::npos && (matches_glob(word, owner.name) || word == owner.ns);
}

}  // namespace

std::vector<size_t> find_workloads(const world::Contents& contents, const std::string& word) {
    std::vector<size_t> found;
    const bool by_labels = word.find('=') != std::string::npos;
    for (size_t i = 0; i < contents.workloads.size(); ++i) {
        const bool meant =
            by_labels ? matches_labels(word, contents.world.endpoints[i].labels) : is_called(contents, i, word);
        if (meant) found.push_back(i);
    }
    return found;
}

}  // namespace pgreach::reach
