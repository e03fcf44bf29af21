#include "engine/label_filter.hpp"

#include <fmt/format.h>
#include <regex.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/go_regexp.hpp"
#include "engine/versions.hpp"

namespace pgreach::engine {
namespace {

// The agent's own list. All of them are beginnings of keys, but that one may stand anywhere.
struct Prefix {
    std::string_view text;
    bool included;
};
constexpr std::array prefixes = {
    Prefix{"io.kubernetes.pod.namespace", true},
    Prefix{"io.cilium.k8s.namespace.labels", true},
    Prefix{"app.kubernetes.io", true},
    Prefix{"io.cilium.k8s.policy.cluster", true},
    Prefix{"io.cilium.k8s.policy.serviceaccount", true},
    Prefix{"io.kubernetes", false},
    Prefix{"kubernetes.io", false},
    Prefix{"statefulset.kubernetes.io/pod-name", false},
    Prefix{"apps.kubernetes.io/pod-index", false},
    Prefix{"batch.kubernetes.io/job-completion-index", false},
    Prefix{"batch.kubernetes.io/controller-uid", false},
    Prefix{"k8s.io", false},
    Prefix{"pod-template-generation", false},
    Prefix{"pod-template-hash", false},
    Prefix{"controller-revision-hash", false},
    Prefix{"controller-uid", false},
    Prefix{"annotation", false},
    Prefix{"etcd_node", false},
    Prefix{"topology.kubernetes.io", false},
};
constexpr std::string_view topology = "topology.kubernetes.io";
constexpr std::string_view left_out_anywhere = "beta.kubernetes.io";

// "k8s:!app": source, whether it is left out, expression. An item "!k8s:app" names a source that no label has.
struct ItemParts {
    std::string source;
    bool included;
    std::string expression;
};
ItemParts parts_of(const std::string& item) {
    const size_t colon = item.find(':');
    ItemParts parts{colon == std::string::npos ? "" : item.substr(0, colon), true,
                    colon == std::string::npos ? item : item.substr(colon + 1)};
    if (parts.expression.starts_with('!')) {
        parts.included = false;
        parts.expression.erase(0, 1);
    }
    return parts;
}

// How much of a key is included at most, and left out at least; 0 for none.
struct Extent {
    size_t included = 0;
    size_t left_out = 0;

    void add(bool is_included, size_t length) {
        if (is_included) {
            included = std::max(included, length);
        } else if (left_out == 0 || length < left_out) {
            left_out = length;
        }
    }
};

}  // namespace

// A regular expression of the user's that must match from a key's first character on.
struct LabelFilter::Expression {
    explicit Expression(const std::string& text)
        : compiled(::regcomp(&regex, text.c_str(), REG_EXTENDED) == 0), literal(text) {}
    ~Expression() {
        if (compiled) ::regfree(&regex);
    }
    Expression(const Expression&) = delete;
    Expression& operator=(const Expression&) = delete;

    std::optional<size_t> matched(const std::string& key) const {
        if (!compiled) return key.starts_with(literal) ? std::optional(literal.size()) : std::nullopt;
        regmatch_t match{};
        if (::regexec(&regex, key.c_str(), 1, &match, 0) != 0 || match.rm_so != 0) return std::nullopt;
        return static_cast<size_t>(match.rm_eo);
    }

    regex_t regex{};
    bool compiled;
    std::string literal;
};

LabelFilter::LabelFilter(const Cilium& cilium)
    : topology_is_left_out_(has(cilium.version, Behaviour::topology_makes_no_identity)) {
    for (const auto& item : cilium.config.labels) {
        auto [source, included, expression] = parts_of(item);
        only_included_ |= included;
        items_.push_back({std::move(source), included, std::make_shared<const Expression>(expression)});
    }
}

bool LabelFilter::keeps(std::string_view source, std::string_view key) const {
    Extent extent;
    for (const auto& [text, included] : prefixes) {
        if (key.starts_with(text) && (text != topology || topology_is_left_out_)) extent.add(included, text.size());
    }
    if (const size_t at = key.rfind(left_out_anywhere); at != std::string_view::npos) {
        extent.add(false, at + left_out_anywhere.size());
    }
    for (const auto& item : items_) {
        if (!item.source.empty() && item.source != source) continue;
        if (const auto length = item.expression->matched(std::string(key))) extent.add(item.included, *length);
    }
    return (!only_included_ && extent.left_out == 0) || extent.included > extent.left_out;
}

std::string LabelFilter::fault_of(const std::string& item) {
    const auto parts = parts_of(item);
    if (parts.expression.empty()) return "it says no prefix";
    return go_regexp_error(parts.expression).value_or("");
}

std::string LabelFilter::remark_on(const std::string& item) {
    const auto parts = parts_of(item);
    if (!parts.source.starts_with('!')) return {};
    return fmt::format(
        "'{}' includes labels of a source that none has, so it leaves out nothing by itself, and yet "
        "only what is included is kept; to leave out is '{}:!{}'",
        item, parts.source.substr(1), parts.expression);
}

}  // namespace pgreach::engine
