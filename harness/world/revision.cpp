#include "world/revision.hpp"

#include <charconv>
#include <filesystem>
#include <memory>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"

namespace pgreach::world {
namespace {

constexpr Duration git_limit = std::chrono::seconds(60);

Result<std::string> ask_git(proc::ProcessRunner& runner, std::vector<std::string> arguments, std::string input = {}) {
    proc::Command command{{"git"}, std::move(input), {}, git_limit};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    auto completed = runner.run(command);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) {
        return input_error("git " + join(arguments, " ") + ": " + proc::tail(completed->err),
                           "write REVISION:PATH as 'git show' takes it, for example main:policies");
    }
    return std::move(completed->out);
}

// One answer of `git cat-file --batch`: "ID blob SIZE", a line end, the content, a line end. Of a link that leads
// nowhere in this revision git says why in place of the ID.
Result<std::string> take_blob(std::string_view& answers, const std::string& name) {
    const size_t end = answers.find('\n');
    const std::string_view header = answers.substr(0, end);
    for (const std::string_view what : {"dangling", "symlink", "loop", "notdir"}) {
        if (!header.starts_with(std::string(what) + " ")) continue;
        return input_error(name + " is a link to what this revision does not have",
                           "name a folder without it, or the files themselves");
    }
    const size_t space = header.rfind(' ');
    size_t size = 0;
    const std::string_view digits = space == std::string_view::npos ? "" : header.substr(space + 1);
    const auto [last, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
    const bool whole = error == std::errc() && last == digits.data() + digits.size() && !digits.empty() &&
                       end != std::string_view::npos && size < answers.size() - end - 1;
    if (!whole) return input_error(name + ": git has no such file (" + std::string(header) + ")");
    if (size > largest_text)
        return input_error(name + " is larger than " + std::to_string(largest_text >> 20U) + " MiB");
    std::string content(answers.substr(end + 1, size));
    answers.remove_prefix(end + 1 + size + 1);
    return content;
}

// Paths in the revision, relative to the top of the repository; one that names a folder has those below it.
Result<std::vector<std::string>> paths_below(proc::ProcessRunner& runner, const std::string& word, bool& folder) {
    auto type = ask_git(runner, {"cat-file", "-t", word});
    if (!type) return std::move(type).error();
    folder = trim(*type) != "blob";
    if (!folder) return std::vector<std::string>{""};
    auto list = ask_git(runner, {"ls-tree", "-r", "-z", "--name-only", "--full-tree", word});
    if (!list) return std::move(list).error();
    std::vector<std::string> paths;
    for (auto& path : split(*list, '\0')) {
        const bool hidden = path.starts_with('.') || path.find("/.") != std::string::npos;
        if (!hidden && manifest::may_hold_manifests(path)) paths.push_back(std::move(path));
    }
    return paths;
}

}  // namespace

bool is_revision(const std::string& word) {
    std::error_code ignored;
    const size_t colon = word.find(':');
    return colon != std::string::npos && colon > 0 && !std::filesystem::exists(word, ignored);
}

Result<std::vector<manifest::File>> read_revision(proc::ProcessRunner& runner, const std::string& word) {
    bool folder = false;
    const auto paths = paths_below(runner, word, folder);
    if (!paths) return paths.error();
    if (paths->empty()) {
        return input_error(word + " has no manifests", "files ending in .yaml, .yml, .json or .md are looked at");
    }
    const std::string below = word.ends_with('/') || word.ends_with(':') ? word : word + "/";
    std::vector<std::string> names;
    for (const auto& path : *paths) names.push_back(folder ? below + path : word);
    // With \0 between names, which may have line ends. Since git 2.38.
    const auto answers = ask_git(runner, {"cat-file", "--batch", "-z", "--follow-symlinks"},
                                 join(names, std::string_view("\0", 1)) + '\0');
    if (!answers) return answers.error();
    std::string_view rest = *answers;
    std::vector<manifest::File> files;
    for (const auto& name : names) {
        auto content = take_blob(rest, name);
        if (!content) return std::move(content).error();
        files.push_back({std::make_shared<const Source>(Source{name, *std::move(content)}), !folder});
    }
    return files;
}

}  // namespace pgreach::world
