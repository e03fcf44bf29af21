#include "scenario/scenario_reader.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "scenario/defect_reader.hpp"
#include "scenario/move.hpp"
#include "scenario/participants_choice.hpp"
#include "scenario/policies.hpp"
#include "scenario/step_reader.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

// The page that a scenario is about: one of its own, sought beside it, or that of the library.
const Page& choose_page(const yaml::Node* node, const std::optional<std::string>& file,
                        const std::filesystem::path& folder, const Library& library, std::optional<Page>& own,
                        Complaints& complaints) {
    if (!file) return library.page;
    auto read = read_page_file((folder / *file).lexically_normal());
    if (!read) {
        complaints.error(node->mark, read.error().message, read.error().remedy);
        own = Page{*file, {}};
    } else {
        own = *std::move(read);
    }
    return *own;
}

// `own` becomes the page where it is not the library's.
std::optional<PageReference> read_reference(Fields& fields, const std::filesystem::path& folder, const Library& library,
                                            std::optional<Page>& own, Complaints& complaints) {
    const yaml::Node* node = fields.find("page");
    if (node == nullptr) return std::nullopt;
    Fields reference(*node, "'page'", complaints);
    const auto file = reference.optional_text("file");
    const Page& page = choose_page(node, file, folder, library, own, complaints);
    PageReference result{page.file, reference.text("heading"), reference.optional_integer("block").value_or(1)};
    reference.finish();
    if (own && page.blocks.empty() && complaints.any()) return result;
    for (const auto& block : page.blocks) {
        if (block.heading == result.heading && block.number == result.block) return result;
    }
    complaints.error(node->mark, "the page has no YAML block " + std::to_string(result.block) + " under the heading '" +
                                     result.heading + "'");
    return result;
}

bool comes_from(const Page& page, const std::vector<manifest::Manifest>& policies) {
    return std::all_of(policies.begin(), policies.end(), [&](const manifest::Manifest& policy) {
        return std::any_of(page.blocks.begin(), page.blocks.end(),
                           [&](const PageBlock& block) { return block.policy.source == policy.source; });
    });
}

Scenario read_root(const yaml::Node& root, const std::filesystem::path& path, const Library& library,
                   Complaints& complaints) {
    Fields fields(root, "a scenario", complaints);
    Scenario scenario;
    scenario.file = path;
    scenario.argument = path.string();
    scenario.source = complaints.source();
    scenario.name = fields.name("name");
    scenario.name_mark = fields.mark_of("name");
    scenario.title = fields.text("title");
    std::optional<Page> own;  // in place of the library's
    scenario.page = read_reference(fields, path.parent_path(), library, own, complaints);
    const Page& page = own ? *own : library.page;
    auto participants = read_participants_of(fields, library.participants, scenario, complaints);
    // kubectl applies in the namespace of its context: for whoever works on a database, that of its instances.
    const std::string home = participants ? home_of(*participants) : "default";
    const auto policies =
        read_policies(fields, {page, scenario.page ? &*scenario.page : nullptr, path.parent_path(), home}, complaints);
    if (scenario.page) scenario.page->tested = comes_from(page, policies.manifests);
    const yaml::Node* claims = fields.find("claims");
    if (participants) {
        scenario.participants = *std::move(participants);
        const auto planned = plan(scenario.participants);
        const StepContext context{scenario.participants, planned, policies.manifests, policies.called, claims};
        scenario.steps = read_steps(fields, root, context, complaints);
        read_known_defects(fields, context, scenario.steps, complaints);
    }
    fields.finish();
    return scenario;
}

bool is_object(const yaml::Node& document) {
    return document.find("apiVersion") != nullptr && document.find("kind") != nullptr;
}

void read_documents(const std::vector<yaml::Node>& documents, const std::filesystem::path& path, const Library& library,
                    Complaints& complaints, ScenarioFile& result) {
    const bool only_objects = !documents.empty() && std::all_of(documents.begin(), documents.end(), is_object);
    const bool participants = documents.size() == 1 && documents[0].find("members") != nullptr;
    result.no_scenario = only_objects || participants;
    if (participants) {
        complaints.error(documents[0].mark, "these are participants, no scenario",
                         "name them under 'participants' of a scenario");
    } else if (only_objects) {
        complaints.error(documents[0].mark, "this is an object of the Kubernetes API, no scenario",
                         "name the file under 'policies' of a scenario, or ask pgreach lint about it");
    } else if (documents.size() == 1) {
        result.scenario = read_root(documents[0], path, library, complaints);
    } else if (!complaints.any()) {
        complaints.error({}, "a scenario file holds exactly one document");
    }
}

}  // namespace

ScenarioFile read_scenario(const std::filesystem::path& path, const Library& library) {
    const auto text = read_file(path);
    const auto source = std::make_shared<const Source>(Source{path.string(), text ? *text : std::string()});
    Complaints complaints(source);
    ScenarioFile result;
    if (!text) {
        complaints.error({}, text.error().message, text.error().remedy);
    } else {
        const auto documents = yaml::read(source);
        complaints.add(documents.diagnostics);
        read_documents(documents.documents, path, library, complaints, result);
    }
    result.diagnostics = complaints.take();
    if (!result.diagnostics.empty()) result.scenario.reset();
    return result;
}

}  // namespace pgreach::scenario
