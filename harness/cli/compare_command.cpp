#include <CLI/App.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "base/text.hpp"
#include "cli/checks.hpp"
#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/world_options.hpp"
#include "cli/world_words.hpp"
#include "engine/versions.hpp"
#include "reach/compare.hpp"
#include "reach/compare_render.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct CompareOptions {
    std::vector<std::string> words;  // OLD NEW, or one of them
    WorldOptions world;
    std::vector<std::string> releases;
    std::vector<std::string> agent_configs;
    bool all = false;
    std::string format = "text";
    std::string fail_on;
};

// A version with what it refers to. Stays where it is.
struct Compared {
    std::string name;
    world::Contents contents;
    reach::Policies policies;
    std::vector<reach::UnmetNeed> unmet;

    reach::Version version() const { return {name, contents, policies, unmet}; }
};

// The n-th of two, or the one that is for both.
std::string nth(const std::vector<std::string>& given, size_t n) {
    return given.empty() ? "" : given[std::min(n, given.size() - 1)];
}

Result<std::unique_ptr<Compared>> load(const CompareOptions& options, size_t n, const world::Objects& surroundings) {
    const std::string word = nth(options.words, n);
    auto objects = surroundings;
    if (!word.empty()) {
        auto more = read_words({word});
        if (!more) return std::move(more).error();
        objects.add(*std::move(more));
    }
    WorldOptions world = options.world;
    world.release = nth(options.releases, n);
    world.agent_config = nth(options.agent_configs, n);
    const auto cilium = choose_cilium(world, objects);
    if (!cilium) return cilium.error();
    auto contents = make_world(objects, *cilium);
    if (!contents) return std::move(contents).error();
    std::string name = word.empty() ? "these policies" : word;
    if (options.releases.size() > 1) name += " (Cilium " + engine::to_string(cilium->version) + ")";
    if (options.agent_configs.size() > 1) name += " (" + world.agent_config + ")";
    auto policies = reach::admit(contents->policies, *cilium);
    auto unmet = objects.participants.empty() ? reach::find_unmet_needs(objects, *cilium)
                                              : reach::find_unmet_needs(*contents, policies);
    return std::make_unique<Compared>(
        Compared{std::move(name), *std::move(contents), std::move(policies), std::move(unmet)});
}

Result<reach::Comparison> compare(const CompareOptions& options) {
    const bool two_ciliums = options.releases.size() > 1 || options.agent_configs.size() > 1;
    const bool of_one = two_ciliums && (options.words.size() == 1 || names_world(options.world));
    if (options.words.size() != 2 && !of_one) {
        return Error{ErrorKind::usage, "compare takes OLD and NEW",
                     "or one of them with two releases: pgreach compare --cilium 1.16 --cilium 1.20 policies/"};
    }
    if (options.releases.size() > 2 || options.agent_configs.size() > 2) {
        return Error{ErrorKind::usage, "compare takes two releases and two configurations at most", ""};
    }
    const auto surroundings = read_world(options.world);
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
    Kind{"admissions",
         [](const reach::Comparison& found) {
             return std::any_of(found.admissions.begin(), found.admissions.end(),
                                [](const reach::AdmissionChange& change) { return !change.repaired; });
         }},
    Kind{"not-judged", [](const reach::Comparison& found) { return !found.unjudged.empty(); }},
};

std::string known_kinds(const std::string& value) {
    for (const auto& word : split(value, ',')) {
        if (std::none_of(kinds.begin(), kinds.end(), [&word](const Kind& kind) { return kind.name == word; })) {
            return "'" + word + "' is none of opens, closes, needs, admissions and not-judged";
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
    if (comparison->subjects == 0) {
        return fail({ErrorKind::no_match,
                     options.all ? "neither version has a workload" : "neither version has a database of CloudNativePG",
                     "give its Cluster or pods with --world, or ask about every workload with --all"});
    }
    print(render(*comparison, options.format));
    if (options.format != "text") print_error(summary(*comparison) + "\n");
    if (fails(*comparison, options.fail_on)) return verdict::exit_finding;
    return comparison->unclear.empty() ? verdict::exit_conforms : verdict::exit_inconclusive;
}

Action declare_compare(CLI::App& command) {
    const auto options = std::make_shared<CompareOptions>();
    command.add_option("OLD NEW", options->words,
                       "Folders, files, snapshots, or git revisions (main:policies); one of them with two releases");
    add_surroundings_options(command, options->world);
    command.add_option("--cilium", options->releases, "Release of Cilium in question; twice: one for each")
        ->type_name("RELEASE")
        ->allow_extra_args(false)
        ->check(known_release);
    command
        .add_option(
            "--agent-config", options->agent_configs,
            "The agents' settings: the ConfigMap cilium-config, or values of Cilium's chart; twice: one for each")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command.add_flag("--all", options->all, "Flows to every workload, not to the databases alone");
    command.add_option("--format", options->format, "text (default), json, markdown or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "sarif"}));
    command.add_option("--fail-on", options->fail_on, "Exit 1 for these: opens, closes, needs, admissions, not-judged")
        ->type_name("KINDS")
        ->check(known_kinds);
    return [options](const Invocation&) { return compare_both(*options); };
}

constexpr const char* compare_epilogue =
    "Exit codes: 0 compared; 1 something that --fail-on names; 2 bad usage, or a file that cannot be read; 3 rules "
    "that\n"
    "overlap in too many ways to compare; 4 no version has a database (--all: a workload).\n"
    "Examples:\n"
    "  pgreach compare main:policies HEAD:policies --world world.yaml --fail-on opens,needs\n"
    "  pgreach compare monday.yaml tuesday.yaml      two snapshots\n"
    "  pgreach compare --cilium 1.16 --cilium 1.20 manifests/";

}  // namespace

extern const Command compare_command{"compare", "Say which flows a change of policies opens and closes",
                                     compare_epilogue, declare_compare};

}  // namespace pgreach::cli
