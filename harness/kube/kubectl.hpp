#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kube/apply_answer.hpp"
#include "kube/objects.hpp"
#include "model/admission.hpp"
#include "proc/command.hpp"
#include "proc/runner.hpp"
#include "yaml/node.hpp"

namespace pgreach::kube {

// Which cluster, and as whom. `kubeconfig` empty: as kubectl finds it by itself.
struct Access {
    std::string kubeconfig = {};
    std::string context = {};
    std::string cache_dir = {};  // kubectl's discovery cache, so that the user's is not touched; empty: kubectl's own
};

// A namespace and the name of something in it.
struct ObjectName {
    std::string ns;
    std::string name;
};

// kubectl, typed. Every call has a limit; an exit other than 0 is an error that can be pasted, unless said otherwise.
// The runner must retire it.
class Kubectl {
  public:
    Kubectl(proc::ProcessRunner& runner, Access access) : runner_(&runner), access_(std::move(access)) {}

    // The command for these arguments, for those who start it themselves (an exec that stays).
    proc::Command command(std::vector<std::string> arguments) const;
    // Any exit.
    Result<proc::Completed> run(std::vector<std::string> arguments, std::string input = {},
                                Duration limit = std::chrono::seconds(30)) const;
    // stdout of a call that succeeded.
    Result<std::string> output(std::vector<std::string> arguments, std::string input = {},
                               Duration limit = std::chrono::seconds(30)) const;

    // As a person would (strict), or with what the server does not know left out.
    Result<ApplyAnswer> apply(const std::string& json, FieldValidation validation) const;
    // Several in one call, each of another name; nothing for those that were not taken: applied by itself each says
    // why.
    Result<std::vector<std::optional<ApplyAnswer>>> apply_all(const std::vector<std::string>& names,
                                                              const std::vector<std::string>& objects) const;
    // Objects of ours, where a refusal is an error. `json` may be a List.
    Result<void> create(const std::string& json) const;
    // Fails where an object is there already: nothing of somebody else's is taken over.
    Result<void> create_new(const std::string& json) const;
    // `kubectl get ARGUMENTS -o json`; nothing where there is no such object.
    Result<std::optional<yaml::Node>> get(std::vector<std::string> arguments) const;
    Result<std::vector<Pod>> pods(const std::string& ns, const std::string& selector) const;  // ns empty: all
    // The command that runs `argv` in a container; `interactive` keeps stdin open.
    proc::Command exec_command(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                               bool interactive) const;
    Result<std::string> exec(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                             std::string input = {}, Duration limit = std::chrono::seconds(30)) const;
    // Whether we may; "pods/exec" is a resource with its subresource.
    Result<bool> can_i(const std::string& verb, const std::string& resource, const std::string& ns) const;

    const Access& access() const { return access_; }

  private:
    proc::ProcessRunner* runner_;
    Access access_;
};

// A List of these objects, as JSON.
std::string list_of(const std::vector<std::string>& objects);

// What to paste to reach the same cluster by hand: "kubectl --kubeconfig F --context C".
std::string describe(const Access& access);

}  // namespace pgreach::kube
