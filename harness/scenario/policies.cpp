#include "scenario/policies.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/file.hpp"
#include "base/folder.hpp"
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
        if (sources_.page.blocks.empty() && complaints_.any()) return;  // it cannot be read
        std::vector<PolicyId> ids;
        for (const auto& block : sources_.page.blocks) {
            ids.push_back(block.policy.id());
            if (is_at_the_place(block) && has_name(ids.back(), word)) return take(block.policy, mark);
        }
        const auto found = find_policy(word, mark, ids, "the page " + sources_.page.file, complaints_);
        if (found) take(sources_.page.blocks[*found].policy, mark);
    }

    void take_from_file(const std::string& file, Mark mark) { take_from(sources_.folder / file, mark); }

    void take_from_folder(const std::string& folder, Mark mark) {
        const auto path = sources_.folder / folder;
        const auto files = files_below(path, {".yaml", ".yml", ".json"});
        if (!files) return complaints_.error(mark, files.error().message, files.error().remedy);
        if (files->empty()) {
            return complaints_.error(mark, "the folder " + path.string() + " has no policies",
                                     "they are files in .yaml, .yml or .json");
        }
        for (const auto& file : *files) take_from(file, mark);
    }

    void take_from_scenario(const yaml::Node& object) {
        const auto read = manifest::read_object(object, complaints_.source());
        complaints_.add(read.diagnostics);
        for (const auto& manifest : read.manifests) take(manifest, manifest.document.mark);
    }

    ScenarioPolicies finish() { return std::move(policies_); }

  private:
    void take_from(const std::filesystem::path& path, Mark mark) {
        auto text = read_file(path);
        if (!text) return complaints_.error(mark, text.error().message, text.error().remedy);
        const auto read = manifest::read(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
        complaints_.add(read.diagnostics);
        for (const auto& manifest : read.manifests) take(manifest, mark);
    }

    bool is_at_the_place(const PageBlock& block) const {
        return sources_.place != nullptr && block.heading == sources_.place->heading &&
               block.number == sources_.place->block;
    }
    static bool has_name(const PolicyId& policy, const std::string& word) {
        const auto names = names_of(policy);
        return std::find(names.begin(), names.end(), word) != names.end();
    }

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
        if (item.find("apiVersion") != nullptr || item.find("kind") != nullptr) {
            reader.call(std::nullopt);
            reader.take_from_scenario(item);
            continue;
        }
        Fields policy(item, "a policy", complaints);
        const auto page = policy.optional_text("page");
        const auto file = policy.optional_text("file");
        const auto folder = policy.optional_text("folder");
        reader.call(policy.optional_text("as"));
        policy.finish();
        const std::array given = {page.has_value(), file.has_value(), folder.has_value()};
        if (std::count(given.begin(), given.end(), true) != 1) {
            complaints.error(item.mark,
                             "a policy comes from the 'page', from a 'file' or a 'folder', or stands here with its "
                             "'apiVersion' and 'kind'",
                             "name one of them");
        } else if (page) {
            reader.take_from_page(*page, item.mark);
        } else if (file) {
            reader.take_from_file(*file, item.mark);
        } else {
            reader.take_from_folder(*folder, item.mark);
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
