#include <CLI/App.hpp>
#include <filesystem>
#include <memory>

#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/record_command.hpp"
#include "repro/bundle.hpp"
#include "verdict/exit_code.hpp"
#include "verdict/judge.hpp"

namespace pgreach::cli {
namespace {

namespace fs = std::filesystem;

struct ReproOptions {
    std::string record;
    std::string cell;
    std::string folder;
};

// Nobody's files are written over.
Result<void> make_empty_folder(const fs::path& folder) {
    std::error_code error;
    if (fs::exists(folder, error) && (!fs::is_directory(folder, error) || !fs::is_empty(folder, error))) {
        return Error{ErrorKind::usage, folder.string() + " is there already, and is no empty folder",
                     "name a folder that does not exist yet"};
    }
    fs::create_directories(folder, error);
    if (!error) return {};
    return Error{ErrorKind::usage, "cannot make the folder " + folder.string() + ": " + error.message(),
                 "name a path in a folder that is yours"};
}

Result<void> write_bundle(const std::vector<repro::BundleFile>& files, const fs::path& folder) {
    if (auto made = make_empty_folder(folder); !made) return made;
    for (const auto& file : files) {
        const auto path = folder / file.path;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (auto written = write_file(path, file.content); !written) return written;
        if (!file.executable) continue;
        const auto everybody = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
        fs::permissions(path, everybody, fs::perm_options::add, error);
        if (error) return environment_error("cannot make " + path.string() + " executable: " + error.message());
    }
    return {};
}

int make_repro(const ReproOptions& options) {
    const auto record = read_record_file(options.record);
    if (!record) return fail(record.error());
    const auto verdict = verdict::judge(*record);
    const auto cell = repro::find_cell(verdict, options.cell);
    if (!cell) return fail(cell.error());
    const auto files = repro::make_bundle(*record, *cell);
    if (!files) return fail(files.error());
    if (auto written = write_bundle(*files, options.folder); !written) return fail(written.error());
    for (const auto& file : *files) print((fs::path(options.folder) / file.path).string() + "\n");
    return verdict::exit_conforms;
}

Action declare_repro(CLI::App& command) {
    const auto options = std::make_shared<ReproOptions>();
    command.add_option("RECORD", options->record, "A file that run --record wrote")->required();
    command
        .add_option("CELL", options->cell,
                    "One flow, as the page of the run gives it: SCENARIO/STEP/PEER/TARGET:PORT; without STEP where "
                    "the scenario has one only")
        ->required();
    command.add_option("-o,--output", options->folder, "The folder, which must not exist or be empty")
        ->required()
        ->type_name("DIR");
    return [options](const Invocation&) { return make_repro(*options); };
}

constexpr const char* repro_epilogue =
    "In it are the policies that matter, the pods, what should be seen, and a script that shows it with kubectl.\n"
    "Examples:\n"
    "  pgreach repro run.json default-deny/backend/primary:5432 -o repro && repro/repro.sh";

}  // namespace

extern const Command repro_command{"repro", "Make a folder that shows one flow of a record with kubectl alone",
                                   repro_epilogue, declare_repro};

}  // namespace pgreach::cli
