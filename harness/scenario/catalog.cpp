#include "scenario/catalog.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "scenario/page.hpp"
#include "scenario/scenario_reader.hpp"

namespace pgreach::scenario {
namespace {

namespace fs = std::filesystem;

// The order in which a person reads them: what the page says, what would be right, then all together.
constexpr std::array<const char*, 4> folders = {"documented", "corrected", "combined", "lifecycle"};

std::vector<fs::path> scenario_files(const fs::path& data) {
    std::vector<fs::path> files;
    for (const char* folder : folders) {
        std::vector<fs::path> found;
        std::error_code missing;
        for (const auto& entry : fs::directory_iterator(data / "scenarios" / folder, missing)) {
            if (entry.path().extension() == ".yaml") found.push_back(entry.path());
        }
        std::sort(found.begin(), found.end());
        files.insert(files.end(), found.begin(), found.end());
    }
    return files;
}

Result<Library> load_library(const fs::path& data) {
    const auto path = data / "fixtures" / "docs" / "cilium.md";
    auto text = read_file(path);
    if (!text) return std::move(text).error();
    auto page = read_page(std::make_shared<const Source>(Source{path.string(), *std::move(text)}));
    if (!page) return std::move(page).error();
    return Library{*std::move(page), data / "fixtures" / "participants"};
}

bool is_path(const std::string& word) {
    return word.ends_with(".yaml") || word.ends_with(".yml");
}

// Folder by folder, and within one in the order of the page.
void order_by_page(std::vector<Scenario>& scenarios, const Page& page) {
    const auto key = [&](const Scenario& scenario) {
        const auto folder = std::find(folders.begin(), folders.end(), scenario.file.parent_path().filename());
        const auto block = std::find_if(page.blocks.begin(), page.blocks.end(), [&](const PageBlock& candidate) {
            return scenario.page && candidate.heading == scenario.page->heading &&
                   candidate.number == scenario.page->block;
        });
        return std::pair(folder - folders.begin(), block - page.blocks.begin());
    };
    std::stable_sort(scenarios.begin(), scenarios.end(),
                     [&](const Scenario& a, const Scenario& b) { return key(a) < key(b); });
}

}  // namespace

Result<Catalog> Catalog::load(const fs::path& data) {
    Catalog catalog;
    catalog.data_ = data;
    const auto library = load_library(data);
    if (!library) return library.error();
    Diagnostics diagnostics;
    std::set<std::string> names;
    for (const auto& path : scenario_files(data)) {
        auto file = read_scenario(path, *library);
        diagnostics.insert(diagnostics.end(), file.diagnostics.begin(), file.diagnostics.end());
        if (!file.scenario) continue;
        if (!names.insert(file.scenario->name).second) {
            return input_error(path.string() + ": another scenario is called '" + file.scenario->name + "' as well");
        }
        catalog.scenarios_.push_back(*std::move(file.scenario));
    }
    if (!diagnostics.empty()) return input_error(render(diagnostics));
    if (catalog.scenarios_.empty()) return input_error("no scenarios in " + (data / "scenarios").string());
    order_by_page(catalog.scenarios_, library->page);
    return catalog;
}

Result<std::vector<Scenario>> Catalog::find(const std::string& word) const {
    if (is_path(word)) {
        const auto library = load_library(data_);
        if (!library) return library.error();
        auto file = read_scenario(word, *library);
        if (!file.scenario) return input_error(render(file.diagnostics));
        return std::vector<Scenario>{*std::move(file.scenario)};
    }
    std::vector<Scenario> found;
    std::vector<std::string> names;
    for (const auto& scenario : scenarios_) {
        names.push_back(scenario.name);
        if (matches_glob(word, scenario.name)) found.push_back(scenario);
    }
    if (!found.empty()) return found;
    const auto meant = nearest(word, names);
    return Error{ErrorKind::no_match, "no scenario matches '" + word + "'",
                 meant ? "did you mean '" + *meant + "'? (pgreach list shows all)" : "pgreach list shows all"};
}

Result<std::vector<Scenario>> Catalog::select(const std::vector<std::string>& words) const {
    if (words.empty()) return scenarios_;
    std::vector<Scenario> selected;
    std::set<std::string> names;
    for (const auto& word : words) {
        auto found = find(word);
        if (!found) return found;
        for (auto& scenario : *found) {
            if (names.insert(scenario.name).second) selected.push_back(std::move(scenario));
        }
    }
    return selected;
}

}  // namespace pgreach::scenario
