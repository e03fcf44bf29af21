#include <CLI/App.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "base/text.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/world_options.hpp"
#include "engine/versions.hpp"
#include "reach/compare.hpp"
#include "reach/compare_render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct CompareOptions {
    WorldOptions world;
    bool all = false;
    std::string format = "text";
    std::string fail_on;
};

// A version with what it refers to. Stays where it is.
struct Loaded {
    std::string name;
    world::Contents contents;
    reach::Policies policies;
    std::vector<reach::UnmetNeed> unmet;

    reach::Version version() const { return {name, contents, policies, unmet}; }
};

Result<std::unique_ptr<Loaded>> load(const CompareOptions& options, size_t n, const world::Objects& surroundings) {
    const auto& words = options.world.files;
    const std::string& word = words[std::min(n, words.size() - 1)];
    auto objects = read_words({word});
    if (!objects) return std::move(objects).error();
    world::Objects all = surroundings;
    all.add(*std::move(objects));
    const auto cilium = choose_cilium(options.world, n, all);
    if (!cilium) return cilium.error();
    auto contents = make_world(all, *cilium);
    if (!contents) return std::move(contents).error();
    std::string name = word;
    if (options.world.releases.size() > 1) name += " (Cilium " + engine::to_string(cilium->version) + ")";
    if (options.world.agent_configs.size() > 1) name += " (" + options.world.agent_configs[n] + ")";
    auto policies = reach::admit(contents->policies, *cilium);
    auto unmet = reach::find_unmet_needs(world::texts_of(all), *cilium);
    return std::make_unique<Loaded>(
        Loaded{std::move(name), *std::move(contents), std::move(policies), std::move(unmet)});
}

Result<reach::Comparison> compare(const CompareOptions& options) {
    const bool two_ciliums = options.world.releases.size() > 1 || options.world.agent_configs.size() > 1;
    if (options.world.files.size() != 2 && !(options.world.files.size() == 1 && two_ciliums)) {
        return Error{ErrorKind::usage, "compare takes OLD and NEW",
                     "or one of them with two releases: pgreach compare --cilium 1.16 --cilium 1.20 policies/"};
    }
    const auto surroundings = read_surroundings(options.world);
    if (!surroundings) return surroundings.error();
    const auto before = load(options, 0, *surroundings);
    if (!before) return before.error();
    const auto after = load(options, 1, *surroundings);
    if (!after) return after.error();
    return reach::compare((*before)->version(), (*after)->version(), options.all);
}

// What --fail-on can name.
struct Kind {
    const char* name;
    bool (*is_there)(const reach::Comparison&);
};
constexpr std::array kinds = {
    Kind{"opens", [](const reach::Comparison& found) { return !found.opened.empty(); }},
    Kind{"closes", [](const reach::Comparison& found) { return !found.closed.empty(); }},
    Kind{"needs", [](const reach::Comparison& found) { return !found.unmet.empty(); }},
    Kind{"admissions", [](const reach::Comparison& found) { return !found.admissions.empty(); }},
};

std::string known_kinds(const std::string& value) {
    for (const auto& word : split(value, ',')) {
        if (std::none_of(kinds.begin(), kinds.end(), [&word](const Kind& kind) { return kind.name == word; })) {
            return "'" + word + "' is none of opens, closes, needs and admissions";
        }
    }
    return {};
}

bool fails(const reach::Comparison& comparison, const std::string& fail_on) {
    const auto words = fail_on.empty() ? std::vector<std::string>() : split(fail_on, ',');
    return std::any_of(kinds.begin(), kinds.end(), [&](const Kind& kind) {
        return std::find(words.begin(), words.end(), kind.name) != words.end() && kind.is_there(comparison);
    });
}

std::string render(const reach::Comparison& comparison, const std::string& format) {
    if (format == "json") return to_json(comparison);
    if (format == "sarif") return to_sarif(comparison);
    if (format == "markdown") return to_markdown(comparison);
    return to_text(comparison);
}

int compare_both(const CompareOptions& options) {
    const auto comparison = compare(options);
    if (!comparison) return fail(comparison.error());
    print(render(*comparison, options.format));
    if (options.format != "text") print_error(summary(*comparison) + "\n");
    return fails(*comparison, options.fail_on) ? verdict::exit_finding : verdict::exit_conforms;
}

Action declare_compare(CLI::App& command) {
    const auto options = std::make_shared<CompareOptions>();
    command
        .add_option("OLD NEW", options->world.files,
                    "Folders, files, snapshots, or git revisions (main:policies); one of them with two releases")
        ->required();
    add_world_options(command, options->world);
    command.add_flag("--all", options->all, "Flows to every workload, not to the databases alone");
    command.add_option("--format", options->format, "text (default), json, markdown or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "sarif"}));
    command.add_option("--fail-on", options->fail_on, "Exit 1 for these: opens, closes, needs, admissions")
        ->type_name("KINDS")
        ->check(known_kinds);
    return [options](const Invocation&) { return compare_both(*options); };
}

constexpr const char* compare_epilogue =
    "Exit codes: 0 compared; 1 something that --fail-on names; 2 bad usage, or a file that cannot be read.\n"
    "Examples:\n"
    "  pgreach compare main:policies HEAD:policies --world world.yaml --fail-on opens,needs\n"
    "  pgreach compare monday.yaml tuesday.yaml      two snapshots\n"
    "  pgreach compare --cilium 1.16 --cilium 1.20 manifests/";

}  // namespace

extern const Command compare_command{"compare", "Say which flows a change of policies opens and closes",
                                     compare_epilogue, declare_compare};

}  // namespace pgreach::cli
