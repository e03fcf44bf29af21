#include "scenario/catalog.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/folder.hpp"
#include "base/text.hpp"
#include "scenario/page.hpp"
#include "scenario/scenario_reader.hpp"

namespace pgreach::scenario {
namespace {

namespace fs = std::filesystem;

// The order in which a person reads them: what the page says, what would be right, then all together. Folders of one's
// own come after these.
constexpr std::array<const char*, 4> folders = {"documented", "corrected", "combined", "lifecycle"};

Result<Library> load_library(const fs::path& data, const std::vector<fs::path>& own) {
    auto page = read_page_file(data / "fixtures" / "docs" / "cilium.md");
    if (!page) return std::move(page).error();
    Library library{*std::move(page), {data / "fixtures" / "participants"}};
    for (const auto& folder : own) library.participants.push_back(folder / "participants");
    return library;
}

// Those that are there, each once, and none that is the data folder itself: where pgreach is installed, that is among
// the folders that all users share.
std::vector<fs::path> distinct_folders(const fs::path& data, const std::vector<fs::path>& candidates) {
    std::error_code ignored;
    std::set<fs::path> seen = {fs::weakly_canonical(data, ignored)};
    std::vector<fs::path> distinct;
    for (const auto& folder : candidates) {
        if (!fs::is_directory(folder, ignored)) continue;
        if (seen.insert(fs::weakly_canonical(folder, ignored)).second) distinct.push_back(folder);
    }
    return distinct;
}

Result<std::vector<Scenario>> load_folder(const fs::path& folder, const Library& library) {
    const auto files = files_below(folder, {".yaml", ".yml"});
    if (!files) return files.error();
    Diagnostics diagnostics;
    std::vector<Scenario> scenarios;
    for (const auto& path : *files) {
        auto file = read_scenario(path, library);
        if (file.no_scenario) continue;
        diagnostics.insert(diagnostics.end(), file.diagnostics.begin(), file.diagnostics.end());
        if (file.scenario) scenarios.push_back(*std::move(file.scenario));
    }
    if (!diagnostics.empty()) return input_error(render(diagnostics));
    return scenarios;
}

bool is_path(const std::string& word) {
    std::error_code ignored;
    return word.ends_with(".yaml") || word.ends_with(".yml") || fs::exists(word, ignored);
}

// Folder by folder, and within one in the order of the page.
void order_by_page(std::vector<Scenario>& scenarios, const fs::path& root, const Page& page) {
    const auto key = [&](const Scenario& scenario) {
        const auto folder =
            std::find(folders.begin(), folders.end(), scenario.file.lexically_relative(root).begin()->string());
        const auto block = std::find_if(page.blocks.begin(), page.blocks.end(), [&](const PageBlock& candidate) {
            return scenario.page && candidate.heading == scenario.page->heading &&
                   candidate.number == scenario.page->block;
        });
        return std::pair(folder - folders.begin(), block - page.blocks.begin());
    };
    std::stable_sort(scenarios.begin(), scenarios.end(),
                     [&](const Scenario& a, const Scenario& b) { return key(a) < key(b); });
}

// Records and reports know scenarios and participants by their names.
Diagnostics name_clashes(const std::vector<Scenario>& scenarios) {
    Diagnostics clashes;
    std::map<std::string, const Scenario*> first;
    std::map<std::string, const Scenario*> first_with;
    const auto complain = [&](const Scenario& scenario, std::string text, std::string remedy) {
        clashes.push_back({Severity::error, scenario.source, scenario.name_mark, std::move(text), std::move(remedy)});
    };
    for (const auto& scenario : scenarios) {
        const auto [known, fresh] = first.emplace(scenario.name, &scenario);
        if (!fresh) {
            complain(scenario,
                     "the scenario in " + known->second->file.string() + " is called '" + scenario.name + "' as well",
                     "give each scenario a name of its own");
        }
        const auto [same, alone] = first_with.emplace(scenario.participants.name, &scenario);
        if (alone || same->second->participants_file == scenario.participants_file) continue;
        complain(scenario,
                 "its participants in " + scenario.participants_file.string() + " are called as those in " +
                     same->second->participants_file.string(),
                 "give each file of participants a name of its own");
    }
    return clashes;
}

}  // namespace

Result<Catalog> Catalog::load(const fs::path& data, const std::vector<fs::path>& own) {
    std::error_code ignored;
    if (!fs::is_directory(data / "scenarios", ignored)) {
        return input_error(data.string() + " is no data folder: it has no folder scenarios",
                           "name one by --data or PGREACH_DATA: it holds scenarios/ and fixtures/");
    }
    Catalog catalog;
    catalog.data_ = data;
    catalog.own_ = distinct_folders(data, own);
    const auto library = load_library(data, catalog.own_);
    if (!library) return library.error();
    const auto folder = data / "scenarios";
    auto scenarios = load_folder(folder, *library);
    if (!scenarios) return std::move(scenarios).error();
    if (scenarios->empty()) return input_error("no scenarios in " + folder.string());
    order_by_page(*scenarios, folder, library->page);
    for (const auto& other : catalog.own_) {
        if (!fs::is_directory(other / "scenarios", ignored)) continue;
        auto more = load_folder(other / "scenarios", *library);
        if (!more) return std::move(more).error();
        std::move(more->begin(), more->end(), std::back_inserter(*scenarios));
    }
    if (const auto clashes = name_clashes(*scenarios); !clashes.empty()) return input_error(render(clashes));
    catalog.scenarios_ = *std::move(scenarios);
    for (auto& scenario : catalog.scenarios_) scenario.argument = scenario.name;
    return catalog;
}

std::vector<Scenario> Catalog::named(const std::string& word) const {
    std::vector<Scenario> found;
    std::copy_if(scenarios_.begin(), scenarios_.end(), std::back_inserter(found),
                 [&](const Scenario& scenario) { return matches_glob(word, scenario.name); });
    return found;
}

Error Catalog::unknown(const std::string& word) const {
    std::vector<std::string> names;
    for (const auto& scenario : scenarios_) names.push_back(scenario.name);
    const auto meant = nearest(word, names);
    return {ErrorKind::no_match, "no scenario matches '" + word + "'",
            meant ? "did you mean '" + *meant + "'? (pgreach list shows all)" : "pgreach list shows all"};
}

Result<std::vector<Scenario>> Catalog::find(const std::string& word) const {
    if (auto found = named(word); !found.empty()) return found;
    if (!is_path(word)) return unknown(word);
    const auto library = load_library(data_, own_);
    if (!library) return library.error();
    std::error_code ignored;
    if (fs::is_directory(word, ignored)) {
        auto found = load_folder(word, *library);
        if (found && found->empty()) {
            return Error{ErrorKind::no_match, "no scenarios in folder " + word, "they are files in .yaml or .yml"};
        }
        return found;
    }
    auto file = read_scenario(word, *library);
    if (!file.scenario) return input_error(render(file.diagnostics));
    return std::vector<Scenario>{*std::move(file.scenario)};
}

Result<std::vector<Scenario>> Catalog::select(const std::vector<std::string>& words) const {
    if (words.empty()) return scenarios_;
    std::vector<Scenario> selected;
    std::set<fs::path> files;
    for (const auto& word : words) {
        auto found = find(word);
        if (!found) return found;
        for (auto& scenario : *found) {
            std::error_code ignored;
            if (!files.insert(fs::weakly_canonical(scenario.file, ignored)).second) continue;
            selected.push_back(std::move(scenario));
        }
    }
    if (const auto clashes = name_clashes(selected); !clashes.empty()) return input_error(render(clashes));
    return selected;
}

}  // namespace pgreach::scenario
