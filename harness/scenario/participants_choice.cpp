#include "scenario/participants_choice.hpp"

#include <algorithm>

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

// The files that a name may mean. None need exist: then the first folder of the library is where one is missed.
std::vector<std::filesystem::path> files_of(const std::string& name, const std::filesystem::path& beside,
                                            const std::vector<std::filesystem::path>& library) {
    std::vector<std::filesystem::path> files;
    std::error_code ignored;
    const std::string file = name + ".yaml";
    if (std::filesystem::exists(beside / file, ignored)) return {beside / file};
    for (const auto& folder : library) {
        const bool known = std::find(files.begin(), files.end(), folder / file) != files.end();
        if (!known && std::filesystem::exists(folder / file, ignored)) files.push_back(folder / file);
    }
    if (files.empty()) files.push_back(library.front() / file);
    return files;
}

// `participants: NAME`: those beside the scenario come before those of the library.
std::optional<Participants> read_named_participants(const std::string& name, Mark mark,
                                                    const std::vector<std::filesystem::path>& library,
                                                    Scenario& scenario, Complaints& complaints) {
    const auto files = files_of(name, scenario.file.parent_path() / "participants", library);
    if (files.size() > 1) {
        complaints.error(mark,
                         "participants '" + name + "' are in " + files[0].string() + " and in " + files[1].string(),
                         "give each file of participants a name of its own");
        return std::nullopt;
    }
    scenario.participants_file = files.front();
    const auto folder = scenario.participants_file.parent_path().string();
    auto participants = read_participants_file(scenario.participants_file, mark,
                                               "name a file of " + folder + " without its .yaml", complaints);
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
        Fields fields(map, "'participants' with 'file'", complaints);
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

std::optional<Participants> read_participants_of(Fields& fields, const std::vector<std::filesystem::path>& library,
                                                 Scenario& scenario, Complaints& complaints) {
    fields.accept("cast", "participants");
    const yaml::Node* node = fields.require("participants");
    if (node != nullptr && node->kind == yaml::Kind::map) return read_given_participants(*node, scenario, complaints);
    const std::string name = node == nullptr ? std::string() : fields.text("participants");
    if (name.empty()) return std::nullopt;
    return read_named_participants(name, node->mark, library, scenario, complaints);
}

}  // namespace pgreach::scenario
