#include "scenario/scenario_reader.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "scenario/defect_reader.hpp"
#include "scenario/participants_reader.hpp"
#include "scenario/policies.hpp"
#include "scenario/step_reader.hpp"
#include "yaml/reader.hpp"

namespace pgreach::scenario {
namespace {

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

// Nothing where they are complained of, in their file or here.
std::optional<Participants> read_participants_of(Fields& fields, const std::filesystem::path& folder,
                                                 Scenario& scenario, Complaints& complaints) {
    fields.accept("cast", "participants");
    const std::string name = fields.text("participants");
    if (name.empty()) return std::nullopt;
    scenario.participants_file = folder / (name + ".yaml");
    auto text = read_file(scenario.participants_file);
    if (!text) {
        complaints.error(fields.mark_of("participants"), text.error().message,
                         "name a file of " + folder.string() + " without its .yaml");
        return std::nullopt;
    }
    const auto path = scenario.participants_file.string();
    auto file = read_participants(std::make_shared<const Source>(Source{path, *std::move(text)}));
    complaints.add(file.diagnostics);
    if (!file.diagnostics.empty()) return std::nullopt;
    if (const auto stem = scenario.participants_file.stem().string(); file.participants.name != stem) {
        complaints.error(fields.mark_of("participants"),
                         "the participants in " + path + " are called '" + file.participants.name + "'",
                         "write 'participants: " + stem + "' in that file, so that each name is of one file");
    }
    return std::move(file.participants);
}

// kubectl applies in the namespace of its context: for whoever works on a database, that of its instances.
std::string home_of(const std::optional<Participants>& participants) {
    if (!participants) return "default";
    const auto& members = participants->members;
    return std::find_if(members.begin(), members.end(), [](const Participant& one) { return one.target(); })
        ->endpoint.ns;
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
    scenario.page = read_reference(fields, library.page, complaints);
    auto participants = read_participants_of(fields, library.participants, scenario, complaints);
    const auto policies = read_policies(fields, {library.page, path.parent_path(), home_of(participants)}, complaints);
    const yaml::Node* claims = fields.find("claims");
    if (participants) {
        scenario.participants = *std::move(participants);
        const auto planned = plan(scenario.participants);
        const StepContext context{scenario.participants, planned, policies.manifests, policies.called, claims};
        scenario.steps = read_steps(fields, root, context, complaints);
        read_known_defects(fields, context, scenario.steps, complaints);
    } else {  // known all the same, so that they are not complained of
        fields.find("steps");
        fields.find("known_defects");
    }
    fields.finish();
    return scenario;
}

bool is_object(const yaml::Node& document) {
    return document.find("apiVersion") != nullptr && document.find("kind") != nullptr;
}

void read_documents(const std::vector<yaml::Node>& documents, const std::filesystem::path& path, const Library& library,
                    Complaints& complaints, ScenarioFile& result) {
    result.only_objects = !documents.empty() && std::all_of(documents.begin(), documents.end(), is_object);
    if (result.only_objects) {
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
