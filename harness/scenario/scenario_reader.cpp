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

std::optional<Participants> read_participants_file(const std::filesystem::path& path, Mark mark,
                                                   const std::string& remedy, Complaints& complaints) {
    auto text = read_file(path);
    if (!text) {
        complaints.error(mark, text.error().message, remedy);
        return std::nullopt;
    }
    auto file = read_participants(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
    complaints.add(file.diagnostics);
    if (!file.diagnostics.empty()) return std::nullopt;
    return std::move(file.participants);
}

// `participants: NAME`: those beside the scenario come before those of the library.
std::optional<Participants> read_named_participants(const std::string& name, Mark mark,
                                                    const std::filesystem::path& library, Scenario& scenario,
                                                    Complaints& complaints) {
    const auto own = scenario.file.parent_path() / "participants" / (name + ".yaml");
    std::error_code ignored;
    scenario.participants_file = std::filesystem::exists(own, ignored) ? own : library / (name + ".yaml");
    auto participants = read_participants_file(scenario.participants_file, mark,
                                               "name a file of " + library.string() + " without its .yaml", complaints);
    if (!participants) return participants;
    if (const auto stem = scenario.participants_file.stem().string(); participants->name != stem) {
        complaints.error(
            mark,
            "the participants in " + scenario.participants_file.string() + " are called '" + participants->name + "'",
            "write 'participants: " + stem + "' in that file, so that each name is of one file");
    }
    return participants;
}

// `participants: {file: …}`, or all of them here, which then are called as the scenario.
std::optional<Participants> read_given_participants(const yaml::Node& map, Scenario& scenario, Complaints& complaints) {
    if (map.find("file") != nullptr) {
        Fields fields(map, "'participants'", complaints);
        const auto file = fields.text("file");
        fields.finish();
        if (file.empty()) return std::nullopt;
        scenario.participants_file = (scenario.file.parent_path() / file).lexically_normal();
        return read_participants_file(scenario.participants_file, fields.mark_of("file"),
                                      "the path is sought beside the scenario", complaints);
    }
    scenario.participants_file = scenario.file;
    auto within = read_participants_within(map, scenario.name, complaints.source());
    complaints.add(within.diagnostics);
    if (!within.diagnostics.empty()) return std::nullopt;
    return std::move(within.participants);
}

// Nothing where they are complained of, in their file or here.
std::optional<Participants> read_participants_of(Fields& fields, const std::filesystem::path& library,
                                                 Scenario& scenario, Complaints& complaints) {
    fields.accept("cast", "participants");
    const yaml::Node* node = fields.require("participants");
    if (node != nullptr && node->kind == yaml::Kind::map) return read_given_participants(*node, scenario, complaints);
    const std::string name = node == nullptr ? std::string() : fields.text("participants");
    if (name.empty()) return std::nullopt;
    return read_named_participants(name, node->mark, library, scenario, complaints);
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
    std::optional<Page> own;
    scenario.page = read_reference(fields, path.parent_path(), library, own, complaints);
    auto participants = read_participants_of(fields, library.participants, scenario, complaints);
    const auto policies =
        read_policies(fields, {own ? *own : library.page, path.parent_path(), home_of(participants)}, complaints);
    const yaml::Node* claims = fields.find("claims");
    if (participants) {
        scenario.participants = *std::move(participants);
        const auto planned = plan(scenario.participants);
        const StepContext context{scenario.participants, planned, policies, claims};
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
