#include "scenario/policies.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "manifest/kinds.hpp"

namespace pgreach::scenario {
namespace {

using manifest::Manifest;

class PolicyReader {
  public:
    PolicyReader(const PolicySources& sources, Complaints& complaints) : sources_(sources), complaints_(complaints) {}

    // What the next ones are called.
    void call(const std::optional<std::string>& name) { called_ = name.value_or(""); }

    void take_from_page(const std::string& word, Mark mark) {
        std::vector<PolicyId> ids;
        for (const auto& block : sources_.page.blocks) ids.push_back(block.policy.id());
        const auto found = find_policy(word, mark, ids, "the page " + sources_.page.file, complaints_);
        if (found) take(sources_.page.blocks[*found].policy, mark);
    }

    void take_from_file(const std::string& file, Mark mark) {
        const auto path = sources_.folder / file;
        auto text = read_file(path);
        if (!text) return complaints_.error(mark, text.error().message, text.error().remedy);
        const auto read = manifest::read(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
        complaints_.add(read.diagnostics);
        for (const auto& manifest : read.manifests) take(manifest, mark);
    }

    ScenarioPolicies finish() { return std::move(policies_); }

  private:
    void take(Manifest manifest, Mark mark) {
        if (manifest::judge_kind(manifest).state == manifest::KindState::other) return complain_of_kind(manifest);
        manifest.ns = manifest::applied_namespace(manifest, sources_.ns);
        const auto& names = policies_.called;
        if (!called_.empty() && std::find(names.begin(), names.end(), called_) != names.end()) {
            return complaints_.error(mark, "'" + called_ + "' is what another policy is called as well");
        }
        const auto [first, fresh] = places_.emplace(std::pair(called_, manifest.id()), mark);
        if (!fresh) {
            return complaints_.error(
                mark, describe(manifest) + " is listed twice, first in line " + std::to_string(first->second.line),
                "another version of it needs a name of its own: as: NAME");
        }
        policies_.manifests.push_back(std::move(manifest));
        policies_.called.push_back(called_);
    }

    void complain_of_kind(const Manifest& manifest) {
        std::vector<std::string> kinds;
        for (const auto& kind : manifest::policy_kinds()) kinds.emplace_back(kind.kind);
        complaints_.add({{Severity::error, manifest.source, manifest.document.find("kind")->mark,
                          manifest.kind + " of " + manifest.api_version + " is no policy that Cilium enforces",
                          "a scenario applies objects of kind " + enumerate(kinds) + " only"}});
    }

    const PolicySources& sources_;
    Complaints& complaints_;
    std::string called_;
    ScenarioPolicies policies_;
    std::map<std::pair<std::string, PolicyId>, Mark> places_;
};

}  // namespace

ScenarioPolicies read_policies(Fields& fields, const PolicySources& sources, Complaints& complaints) {
    PolicyReader reader(sources, complaints);
    fields.require("policies");
    for (const auto& item : fields.list("policies")) {
        Fields policy(item, "a policy", complaints);
        const auto page = policy.optional_text("page");
        const auto file = policy.optional_text("file");
        reader.call(policy.optional_text("as"));
        policy.finish();
        if (page.has_value() == file.has_value()) {
            complaints.error(item.mark, "a policy comes from the 'page' or from a 'file': name one of them");
        } else if (page) {
            reader.take_from_page(*page, item.mark);
        } else {
            reader.take_from_file(*file, item.mark);
        }
    }
    return reader.finish();
}

std::optional<size_t> find_policy(const std::string& word, Mark mark, const std::vector<PolicyId>& among,
                                  const std::string& who, Complaints& complaints) {
    std::vector<size_t> found;
    for (size_t i = 0; i < among.size(); ++i) {
        const auto names = names_of(among[i]);
        if (std::find(names.begin(), names.end(), word) != names.end()) found.push_back(i);
    }
    if (found.size() == 1) return found.front();
    std::vector<std::string> known;
    for (const auto& policy : among) known.push_back(distinct_name(policy, among));
    if (found.empty()) {
        const auto meant = nearest(word, known);
        const std::string all = known.empty() ? "list it under 'policies'" : "there are " + enumerate(known);
        complaints.error(mark, who + " has no policy '" + word + "'", meant ? "did you mean '" + *meant + "'?" : all);
        return std::nullopt;
    }
    std::set<std::string> choices;
    for (const size_t i : found) choices.insert("'" + known[i] + "'");
    complaints.error(mark, who + " has " + std::to_string(found.size()) + " policies '" + word + "'",
                     choices.size() > 1 ? "say which: " + enumerate({choices.begin(), choices.end()})
                                        : "copy the one that is meant into a file of its own, and name that");
    return std::nullopt;
}

std::vector<PolicyId> ids_of(const std::vector<Manifest>& policies) {
    std::vector<PolicyId> ids;
    ids.reserve(policies.size());
    for (const auto& policy : policies) ids.push_back(policy.id());
    return ids;
}

}  // namespace pgreach::scenario
