#include "docs/example.hpp"

#include <algorithm>
#include <functional>

#include "manifest/kinds.hpp"

namespace pgreach::docs {
namespace {

bool has_kind(const std::string& text) {
    return text.starts_with("kind:") || text.find("\nkind:") != std::string::npos;
}

bool is_policy(const manifest::Manifest& object) {
    return manifest::judge_kind(object).state != manifest::KindState::other;
}

// Nothing where the listing is about other things. One that cannot be read is an example if it names a policy's kind.
std::optional<Example> example_of(const page::Block& block) {
    const auto& text = block.source->text;
    if (!has_kind(text)) return std::nullopt;
    auto read = manifest::read(block.source);
    Example example{.block = block};
    std::copy_if(read.manifests.begin(), read.manifests.end(), std::back_inserter(example.policies), is_policy);
    const bool meant = has_errors(read.diagnostics) && text.find("NetworkPolicy") != std::string::npos;
    if (example.policies.empty() && !meant) return std::nullopt;
    return example;
}

bool same_name(const manifest::Manifest& one, const manifest::Manifest& other) {
    return one.kind == other.kind && one.name == other.name;
}

bool shares_a_policy(const Example& example, const KnownExample& known) {
    return std::any_of(example.policies.begin(), example.policies.end(), [&](const auto& policy) {
        return std::any_of(known.policies.begin(), known.policies.end(),
                           [&](const auto& other) { return same_name(policy, other); });
    });
}

using Likeness = std::function<bool(const Example&, const KnownExample&)>;

class Matcher {
  public:
    Matcher(std::vector<Example>& examples, const std::vector<KnownExample>& known)
        : examples_(examples), known_(known) {}

    // Each known one for one example at most.
    void match(const Likeness& alike) {
        for (const auto& known : known_) {
            if (taken(known)) continue;
            const auto found = std::find_if(examples_.begin(), examples_.end(), [&](const Example& example) {
                return example.known == nullptr && alike(example, known);
            });
            if (found == examples_.end()) continue;
            found->known = &known;
            const bool same = found->block.source->text == known.text;
            found->state = same ? ExampleState::unchanged : ExampleState::changed;
        }
    }
    // Whether the page is the one that has this, or a version of it.
    bool matched(const std::string& file) const {
        return std::any_of(examples_.begin(), examples_.end(), [&](const Example& example) {
            return example.known != nullptr && example.known->file == file;
        });
    }
    bool taken(const KnownExample& known) const {
        return std::any_of(examples_.begin(), examples_.end(),
                           [&](const Example& example) { return example.known == &known; });
    }

  private:
    std::vector<Example>& examples_;
    const std::vector<KnownExample>& known_;
};

}  // namespace

std::string_view to_string(ExampleState state) {
    switch (state) {
        case ExampleState::unchanged:
            return "unchanged";
        case ExampleState::changed:
            return "changed";
        case ExampleState::fresh:
            return "new";
    }
    return {};
}

std::vector<Example> examples_of(const page::Page& page, const std::vector<KnownExample>& known,
                                 std::vector<const KnownExample*>& gone) {
    std::vector<Example> examples;
    for (const auto& block : page.blocks) {
        if (auto example = example_of(block)) examples.push_back(*std::move(example));
    }
    Matcher matcher(examples, known);
    matcher.match([](const Example& a, const KnownExample& b) { return a.block.source->text == b.text; });
    matcher.match(shares_a_policy);
    matcher.match([&](const Example& a, const KnownExample& b) {
        return matcher.matched(b.file) && a.block.heading == b.heading && a.block.number == b.number;
    });
    for (const auto& one : known) {
        if (matcher.matched(one.file) && !matcher.taken(one)) gone.push_back(&one);
    }
    return examples;
}

}  // namespace pgreach::docs
