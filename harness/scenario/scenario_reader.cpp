#include "scenario/scenario_reader.hpp"

#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "scenario/fields.hpp"
#include "scenario/participants_reader.hpp"
#include "scenario/step_reader.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

void policy_from_page(const std::string& name, Mark mark, const Page& page, std::vector<manifest::Manifest>& policies,
                      Complaints& complaints) {
    if (const PageBlock* block = page.find(name)) {
        policies.push_back(block->policy);
        return;
    }
    const auto meant = nearest(name, page.policy_names());
    complaints.error(mark, "the page " + page.file + " has no policy '" + name + "'",
                     meant ? "did you mean '" + *meant + "'?" : "it has " + enumerate(page.policy_names()));
}

void policies_from_file(const std::filesystem::path& path, Mark mark, std::vector<manifest::Manifest>& policies,
                        Complaints& complaints) {
    auto text = read_file(path);
    if (!text) return complaints.error(mark, text.error().message);
    const auto found = manifest::read(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
    complaints.add(found.diagnostics);
    policies.insert(policies.end(), found.manifests.begin(), found.manifests.end());
}

std::vector<manifest::Manifest> read_policies(Fields& fields, const std::filesystem::path& folder,
                                              const Library& library, Complaints& complaints) {
    std::vector<manifest::Manifest> policies;
    fields.require("policies");
    for (const auto& item : fields.list("policies")) {
        Fields policy(item, "a policy", complaints);
        const auto page = policy.optional_text("page");
        const auto file = policy.optional_text("file");
        policy.finish();
        if (page.has_value() == file.has_value()) {
            complaints.error(item.mark, "a policy comes from the 'page' or from a 'file': name one of them");
        } else if (page) {
            policy_from_page(*page, item.mark, library.page, policies, complaints);
        } else {
            policies_from_file(folder / *file, item.mark, policies, complaints);
        }
    }
    std::set<std::string> names;
    for (const auto& policy : policies) {
        if (!names.insert(manifest::describe(policy)).second) {
            complaints.error({}, manifest::describe(policy) + " is listed twice");
        }
    }
    return policies;
}

std::optional<PageReference> read_reference(Fields& fields, const Page& page, Complaints& complaints) {
    const yaml::Node* node = fields.find("page");
    if (node == nullptr) return std::nullopt;
    Fields reference(*node, "'page'", complaints);
    PageReference result{page.file, reference.text("heading"), reference.optional_integer("block").value_or(1)};
    reference.finish();
    for (const auto& block : page.blocks) {
        if (block.heading == result.heading && block.number == result.block) return result;
    }
    complaints.error(node->mark, "the page has no YAML block " + std::to_string(result.block) + " under the heading '" +
                                     result.heading + "'");
    return result;
}

std::optional<NamedParticipants> read_named_cast(const std::string& name, const Library& library,
                                                 Complaints& complaints) {
    const auto path = library.participants / (name + ".yaml");
    auto text = read_file(path);
    if (!text) {
        complaints.error({}, text.error().message,
                         "name a file of " + library.participants.string() + " without its .yaml");
        return std::nullopt;
    }
    auto file = read_cast(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
    complaints.add(file.diagnostics);
    if (!file.diagnostics.empty()) return std::nullopt;
    return std::move(file.participants);
}

Scenario read_root(const yaml::Node& root, const std::filesystem::path& path, const Library& library,
                   Complaints& complaints) {
    Fields fields(root, "a scenario", complaints);
    Scenario scenario;
    scenario.file = path;
    scenario.name = fields.text("name");
    scenario.title = fields.text("title");
    scenario.page = read_reference(fields, library.page, complaints);
    const std::string participants_name = fields.text("cast");
    const auto policies = read_policies(fields, path.parent_path(), library, complaints);
    const yaml::Node* claims = fields.find("claims");
    const auto participants =
        participants_name.empty() ? std::nullopt : read_named_cast(participants_name, library, complaints);
    if (participants) {
        scenario.participants = participants->participants;
        const auto planned = plan(participants->participants);
        const StepContext context{*participants, planned, policies, claims};
        scenario.steps = read_steps(fields, root, context, complaints);
        read_known_defects(fields, context, scenario.steps, complaints);
    } else {  // known all the same, so that they are not complained of
        fields.find("steps");
        fields.find("known_defects");
    }
    fields.finish();
    return scenario;
}

}  // namespace

ScenarioFile read_scenario(const std::filesystem::path& path, const Library& library) {
    const auto text = read_file(path);
    const auto source = std::make_shared<const Source>(Source{path.string(), text ? *text : std::string()});
    Complaints complaints(source);
    ScenarioFile result;
    if (!text) {
        complaints.error({}, text.error().message);
    } else {
        const auto documents = yaml::read(source);
        complaints.add(documents.diagnostics);
        if (documents.documents.size() == 1) {
            result.scenario = read_root(documents.documents[0], path, library, complaints);
        } else if (!complaints.any()) {
            complaints.error({}, "a scenario file holds exactly one document");
        }
    }
    result.diagnostics = complaints.take();
    if (!result.diagnostics.empty()) result.scenario.reset();
    return result;
}

}  // namespace pgreach::scenario
