#include "scenario/scenario_reader.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "scenario/fields.hpp"
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

// kubectl applies in the namespace of its context: for whoever works on a database, that of its instances.
std::string home_of(const NamedParticipants& named) {
    const auto& members = named.participants.members;
    const auto instance =
        std::find_if(members.begin(), members.end(), [](const Participant& one) { return one.target(); });
    return instance == members.end() ? "default" : instance->endpoint.ns;
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
    const auto participants =
        participants_name.empty() ? std::nullopt : read_named_cast(participants_name, library, complaints);
    const PolicySources sources{library.page, path.parent_path(), participants ? home_of(*participants) : "default"};
    const auto policies = read_policies(fields, sources, complaints);
    const yaml::Node* claims = fields.find("claims");
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
