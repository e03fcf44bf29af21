#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/stop.hpp"
#include "kube/kubectl.hpp"
#include "proc/starter.hpp"

namespace pgreach::kube {

// Shells that stay in containers (`kubectl exec -i POD -- sh`). A command given to one of them runs like one of
// `kubectl exec`, whose own cost on client, API server and node is greater than that of most questions. All given must
// retire it.
class Shells {
  public:
    Shells(proc::ChildStarter& starter, const Kubectl& kubectl, const StopSignal& stop);
    ~Shells();
    Shells(const Shells&) = delete;
    Shells& operator=(const Shells&) = delete;

    // What `argv`, without line breaks, writes to its stdout in that container. An exit other than 0 is an error that
    // can be pasted, as with Kubectl::exec. A shell that has ended meanwhile, with its pod or without, is opened again.
    // One container answers one question after the other; several may be asked at the same time.
    Result<std::string> ask(const ObjectName& pod, const std::string& container, std::vector<std::string> argv,
                            Duration limit = std::chrono::seconds(10));
    // Ends them all; the next question opens one again.
    void end();

  private:
    class Shell;
    std::shared_ptr<Shell> shell_in(const ObjectName& pod, const std::string& container);

    proc::ChildStarter& starter_;
    const Kubectl& kubectl_;
    const StopSignal& stop_;
    std::mutex mutex_;  // of the map, not of what stands in it
    std::map<std::pair<std::string, std::string>, std::shared_ptr<Shell>> shells_;  // by "namespace/pod", container
};

}  // namespace pgreach::kube
