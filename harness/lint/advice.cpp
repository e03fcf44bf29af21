#include "lint/advice.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "lint/advice_table.hpp"
#include "lint/place.hpp"
#include "lint/policy.hpp"

namespace pgreach::lint {
namespace {

using Replacements = std::map<std::string, std::string, std::less<>>;

constexpr const char* no_rules = "must have at least one of Ingress";

bool same_letters(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string meant(const std::string& word, const std::vector<std::string>& known) {
    for (const auto& candidate : known) {
        if (same_letters(word, candidate)) return candidate;
    }
    return nearest(word, known).value_or("");
}

// A list of rules that is there and empty.
const yaml::Entry* empty_section(const yaml::Node& document) {
    for (const yaml::Node* spec : specs_of(document)) {
        for (const auto& entry : spec->entries) {
            const auto& names = section_names();
            const bool section = std::find(names.begin(), names.end(), entry.key) != names.end();
            if (section && entry.value.items.empty()) return &entry;
        }
    }
    return nullptr;
}

// Cilium 1.20, pkg/policy/api/l4.go: what enable-extended-ip-protocols is for.
bool has_no_ports(const std::string& protocol) {
    constexpr std::array protocols = {"VRRP", "IGMP", "GRE", "IPIP", "IPV6", "ESP", "AH"};
    return std::find(protocols.begin(), protocols.end(), protocol) != protocols.end();
}

Replacements words_for(const manifest::Manifest& manifest, const engine::Violation& violation, const Place& place) {
    Replacements words;
    words["kind"] = manifest.kind;
    words["field"] = place.field;
    if (place.node->is_scalar()) words["value"] = place.node->text;
    const manifest::Schema* root = manifest::find_schema(manifest.kind);
    if (violation.check == engine::AdmissionCheck::fields) {
        if (place.parent_schema != nullptr) {
            const auto known = place.parent_schema->field_names();
            words["meant"] = meant(place.field, known);
            words["fields"] = join(known, ", ");
        }
        if (root != nullptr) words["home"] = find_home(*root, place.field, violation.path);
    } else if (place.schema != nullptr && !place.schema->allowed.empty()) {
        words["meant"] = meant(place.node->text, place.schema->allowed);
    }
    if (const yaml::Node* protocol = place.node->find("protocol");
        protocol != nullptr && has_no_ports(protocol->text)) {
        words["portless"] = protocol->text;
    }
    if (violation.check == engine::AdmissionCheck::agent) {
        if (const auto* section = empty_section(manifest.document)) words["section"] = section->key;
    }
    return words;
}

// The text with each $word filled in; nothing where one of them has no value.
std::optional<std::string> fill_in(std::string_view text, const Replacements& words) {
    std::string result;
    while (!text.empty()) {
        const size_t dollar = text.find('$');
        result += text.substr(0, dollar);
        if (dollar == std::string_view::npos) break;
        text.remove_prefix(dollar + 1);
        const size_t end = std::min(text.size(), text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
        const auto word = words.find(text.substr(0, end));
        if (word == words.end() || word->second.empty()) return std::nullopt;
        result += word->second;
        text.remove_prefix(end);
    }
    return result;
}

bool fits(const Mistake& mistake, const manifest::Manifest& manifest, const engine::Violation& violation) {
    return mistake.check == violation.check && matches_glob(mistake.kind, manifest.kind) &&
           matches_glob(mistake.path, violation.path) && matches_glob(mistake.text, violation.text);
}

}  // namespace

Advice advise(const manifest::Manifest& manifest, const engine::Violation& violation,
              const std::vector<engine::Dropped>& nulls) {
    const Place place = find_place(manifest, violation.path);
    Replacements words = words_for(manifest, violation, place);
    Advice advice{violation.mark, {}};
    // A field that is missed may be there, and null.
    for (const auto& dropped : nulls) {
        const bool missed =
            dropped.path.starts_with(violation.path + ".") && violation.check == engine::AdmissionCheck::schema;
        if (!missed || dropped.path.find_first_of(".[", violation.path.size() + 1) != std::string::npos) continue;
        words["null"] = dropped.path.substr(violation.path.size() + 1);
        advice.mark = dropped.mark;
    }
    // The agent names no place; the empty list is what it is about.
    if (violation.text.find(no_rules) != std::string::npos) {
        if (const auto* section = empty_section(manifest.document)) advice.mark = section->mark;
    }
    for (const auto& mistake : common_mistakes()) {
        if (!fits(mistake, manifest, violation)) continue;
        if (auto remedy = fill_in(mistake.remedy, words)) {
            advice.remedy = std::move(*remedy);
            break;
        }
    }
    return advice;
}

}  // namespace pgreach::lint
