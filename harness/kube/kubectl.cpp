#include "kube/kubectl.hpp"

#include "base/text.hpp"
#include "kube/json.hpp"

namespace pgreach::kube {
namespace {

std::vector<std::string> options(const Access& access) {
    std::vector<std::string> argv = {"kubectl"};
    if (!access.kubeconfig.empty()) argv.insert(argv.end(), {"--kubeconfig", access.kubeconfig});
    if (!access.context.empty()) argv.insert(argv.end(), {"--context", access.context});
    return argv;
}

bool not_found(const proc::Completed& completed) {
    return completed.err.find("(NotFound)") != std::string::npos;
}

int exit_of(const proc::Completed& completed) {
    return completed.exit.signal != 0 ? 128 + completed.exit.signal : completed.exit.code;
}

}  // namespace

std::string list_of(const std::vector<std::string>& objects) {
    return R"({"apiVersion":"v1","kind":"List","items":[)" + join(objects, ",") + "]}";
}

proc::Command Kubectl::command(std::vector<std::string> arguments) const {
    proc::Command command{options(access_)};
    if (!access_.cache_dir.empty()) command.argv.insert(command.argv.end(), {"--cache-dir", access_.cache_dir});
    command.argv.insert(command.argv.end(), std::make_move_iterator(arguments.begin()),
                        std::make_move_iterator(arguments.end()));
    return command;
}

Result<proc::Completed> Kubectl::run(std::vector<std::string> arguments, std::string input, Duration limit) const {
    proc::Command called = command(std::move(arguments));
    called.input = std::move(input);
    called.limit = limit;
    return runner_->run(called);
}

Result<std::string> Kubectl::output(std::vector<std::string> arguments, std::string input, Duration limit) const {
    proc::Command called = command(std::move(arguments));
    called.input = std::move(input);
    called.limit = limit;
    auto completed = runner_->run(called);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) return proc::failure(called, *completed);
    return std::move(completed->out);
}

Result<ApplyAnswer> Kubectl::apply(const std::string& json, FieldValidation validation) const {
    std::vector<std::string> arguments = {"apply", "-f", "-"};
    // `warn` stores what `ignore` stores, and names the fields that it leaves out.
    if (validation == FieldValidation::ignore) arguments.emplace_back("--validate=warn");
    auto completed = run(std::move(arguments), json);
    if (!completed) return std::move(completed).error();
    return read_apply(exit_of(*completed), completed->out, completed->err);
}

Result<std::vector<std::optional<ApplyAnswer>>> Kubectl::apply_all(const std::vector<std::string>& names,
                                                                   const std::vector<std::string>& objects) const {
    // Of a List kubectl takes all or none, of documents each that is right.
    auto completed = run({"apply", "-f", "-"}, join(objects, "\n---\n"));
    if (!completed) return std::move(completed).error();
    return read_apply_of(names, completed->out);
}

Result<void> Kubectl::create(const std::string& json) const {
    // Server-side: no copy of a Secret is left in an annotation.
    auto done = output({"apply", "--server-side", "--force-conflicts", "-f", "-"}, json);
    if (!done) return std::move(done).error();
    return {};
}

Result<void> Kubectl::create_new(const std::string& json) const {
    auto done = output({"create", "-f", "-"}, json);
    if (!done) return std::move(done).error();
    return {};
}

Result<std::optional<yaml::Node>> Kubectl::get(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "get");
    arguments.insert(arguments.end(), {"-o", "json"});
    proc::Command called = command(std::move(arguments));
    called.limit = std::chrono::seconds(30);
    auto completed = runner_->run(called);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) {
        if (not_found(*completed)) return std::optional<yaml::Node>();
        return proc::failure(called, *completed);
    }
    auto object = read_json(completed->out);
    if (!object) return std::move(object).error().in(proc::describe(called));
    return std::optional<yaml::Node>(*std::move(object));
}

Result<std::vector<Pod>> Kubectl::pods(const std::string& ns, const std::string& selector) const {
    std::vector<std::string> arguments = {"get", "pods", "-l", selector, "-o", "json"};
    if (ns.empty()) {
        arguments.emplace_back("--all-namespaces");
    } else {
        arguments.insert(arguments.end(), {"-n", ns});
    }
    auto listed = output(std::move(arguments));
    if (!listed) return std::move(listed).error();
    return read_pods(*listed);
}

proc::Command Kubectl::exec_command(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                                    bool interactive) const {
    std::vector<std::string> arguments = {"-n", pod.ns, "exec"};
    if (interactive) arguments.emplace_back("-i");
    arguments.insert(arguments.end(), {pod.name, "-c", container, "--"});
    arguments.insert(arguments.end(), std::make_move_iterator(argv.begin()), std::make_move_iterator(argv.end()));
    return command(std::move(arguments));
}

Result<std::string> Kubectl::exec(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                                  std::string input, Duration limit) const {
    proc::Command called = exec_command(pod, container, std::move(argv), !input.empty());
    called.input = std::move(input);
    called.limit = limit;
    auto completed = runner_->run(called);
    if (!completed) return std::move(completed).error();
    if (!completed->exit.success()) return proc::failure(called, *completed);
    return std::move(completed->out);
}

Result<bool> Kubectl::can_i(const std::string& verb, const std::string& resource, const std::string& ns) const {
    std::vector<std::string> arguments = {"auth", "can-i", verb, resource};
    if (!ns.empty()) arguments.insert(arguments.end(), {"-n", ns});
    auto completed = run(arguments);
    if (!completed) return std::move(completed).error();
    const std::string_view answer = trim(completed->out);
    if (answer == "yes" || answer.substr(0, 2) == "no") return answer == "yes";
    return proc::failure(command(arguments), *completed);
}

std::string describe(const Access& access) {
    std::string text;
    for (const auto& argument : options(access)) text += (text.empty() ? "" : " ") + shell_quote(argument);
    return text;
}

}  // namespace pgreach::kube
