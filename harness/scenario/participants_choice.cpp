#include "scenario/participants_choice.hpp"

#include "base/file.hpp"
#include "scenario/participants_reader.hpp"

namespace pgreach::scenario {
namespace {

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

}  // namespace

std::optional<Participants> read_participants_of(Fields& fields, const std::filesystem::path& library,
                                                 Scenario& scenario, Complaints& complaints) {
    fields.accept("cast", "participants");
    const yaml::Node* node = fields.require("participants");
    if (node != nullptr && node->kind == yaml::Kind::map) return read_given_participants(*node, scenario, complaints);
    const std::string name = node == nullptr ? std::string() : fields.text("participants");
    if (name.empty()) return std::nullopt;
    return read_named_participants(name, node->mark, library, scenario, complaints);
}

}  // namespace pgreach::scenario
