#include <CLI/App.hpp>
#include <memory>

#include "cli/checks.hpp"
#include "cli/cilium_options.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/world_options.hpp"
#include "cli/world_words.hpp"
#include "engine/versions.hpp"
#include "reach/forecast.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct ForecastOptions {
    std::vector<std::string> files;
    WorldOptions world;
    std::string from;
    std::string to;
    bool all = false;
    std::string format = "text";
};

// The release of one end; where none is said, what the world tells, or the newest.
Result<engine::Cilium> end_of(const ForecastOptions& options, const std::string& release,
                              const world::Objects& objects) {
    WorldOptions world = options.world;
    world.release = release;
    return choose_cilium(world, objects);
}

Result<reach::Forecast> forecast(const ForecastOptions& options) {
    const auto loaded = load_world("forecast", options.world, options.files);
    if (!loaded) return loaded.error();
    const auto& objects = loaded->objects;
    const auto from = end_of(options, options.from, objects);
    if (!from) return from.error();
    const auto to =
        end_of(options, options.to.empty() ? engine::to_string(engine::newest_version) : options.to, objects);
    if (!to) return to.error();
    if (!(from->version < to->version)) {
        return Error{
            ErrorKind::usage,
            "Cilium " + engine::to_string(to->version) + " does not come after " + engine::to_string(from->version),
            "write the older release with --from, the newer one with --to"};
    }
    if (objects.policies.empty()) {
        return Error{ErrorKind::no_match, "there is no policy among these objects", "name the files that have them"};
    }
    const auto make = [&objects](const engine::Cilium& cilium) { return make_world(objects, cilium); };
    return reach::forecast(objects, make, *from, *to, options.all);
}

std::string render(const reach::Forecast& forecast, const std::string& format) {
    if (format == "json") return to_json(forecast);
    if (format == "sarif") return to_sarif(forecast);
    return format == "markdown" ? to_markdown(forecast) : to_text(forecast);
}

int tell_forecast(const ForecastOptions& options) {
    const auto found = forecast(options);
    if (!found) return fail(found.error());
    print(render(*found, options.format));
    return found->empty() ? verdict::exit_conforms : verdict::exit_finding;
}

Action declare_forecast(CLI::App& command) {
    const auto options = std::make_shared<ForecastOptions>();
    command.add_option("FILE", options->files,
                       "Policies and other objects: files, folders, git revisions; - for standard input");
    command.add_option("--from", options->from, "The release that there is; as the world tells, unless given")
        ->type_name("RELEASE")
        ->check(known_release);
    command.add_option("--to", options->to, "The release that is to come; the newest that pgreach knows, unless given")
        ->type_name("RELEASE")
        ->check(known_release);
    add_surroundings_options(command, options->world);
    add_agent_config_option(command, options->world.agent_config);
    command.add_flag("--all", options->all, "Flows to every workload, not to the databases alone");
    command.add_option("--format", options->format, "text (default), json, markdown or sarif")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "sarif"}));
    return [options](const Invocation&) { return tell_forecast(*options); };
}

constexpr const char* forecast_epilogue =
    "Exit codes: 0 nothing that these policies do changes; 1 something does; 2 bad usage, or a file that cannot be "
    "read;\n"
    "4 there is no policy.\n"
    "Examples:\n"
    "  pgreach forecast --from 1.16 --to 1.20 policies/\n"
    "  pgreach forecast --context prod --to 1.20      from the release that the cluster has";

}  // namespace

extern const Command forecast_command{"forecast",
                                      "Say what an upgrade of Cilium changes for these policies, step by step",
                                      forecast_epilogue, declare_forecast};

}  // namespace pgreach::cli
