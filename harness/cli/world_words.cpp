#include "cli/world_words.hpp"

#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "cli/console.hpp"
#include "manifest/files.hpp"
#include "proc/runner.hpp"
#include "world/revision.hpp"

namespace pgreach::cli {
namespace {

Error as_input_error(Error error) {
    if (error.kind != ErrorKind::environment) error.kind = ErrorKind::input;
    return error;
}

Result<std::vector<manifest::File>> files_of(const std::vector<std::string>& words) {
    const NeverStop never_stop;
    proc::ForkingProcessRunner runner(never_stop);
    std::vector<manifest::File> files;
    std::vector<std::string> plain;
    const auto take = [&files](Result<std::vector<manifest::File>> read) -> std::optional<Error> {
        if (!read) return as_input_error(std::move(read).error());
        std::move(read->begin(), read->end(), std::back_inserter(files));
        return std::nullopt;
    };
    for (const auto& word : words) {
        if (!world::is_revision(word)) {
            plain.push_back(word);
            continue;
        }
        if (auto fault = take(manifest::read_files(plain, std::cin))) return *std::move(fault);
        plain.clear();
        if (auto fault = take(world::read_revision(runner, word))) return *std::move(fault);
    }
    if (auto fault = take(manifest::read_files(plain, std::cin))) return *std::move(fault);
    return files;
}

}  // namespace

Result<world::Objects> read_words(const std::vector<std::string>& words) {
    const auto files = files_of(words);
    if (!files) return files.error();
    auto objects = world::read_objects(*files);
    if (objects.left_out > 0) {
        print_error(fmt::format("note: left out of folders: {} {} no object of Kubernetes as it stands\n",
                                objects.left_out, objects.left_out == 1 ? "document that is" : "documents that are"));
    }
    return objects;
}

Result<Loaded> load_world(const std::string& command, const WorldOptions& options,
                          const std::vector<std::string>& words) {
    if (words.empty() && !names_world(options)) {
        return Error{ErrorKind::usage, command + " needs something to look at",
                     "name files or folders, --world FILE or --context NAME"};
    }
    auto objects = read_world(options);
    if (!objects) return std::move(objects).error();
    auto more = read_words(words);
    if (!more) return std::move(more).error();
    objects->add(*std::move(more));
    auto cilium = choose_cilium(options, *objects);
    if (!cilium) return std::move(cilium).error();
    auto contents = make_world(*objects, *cilium);
    if (!contents) return std::move(contents).error();
    return Loaded{*std::move(objects), *std::move(cilium), *std::move(contents)};
}

}  // namespace pgreach::cli
