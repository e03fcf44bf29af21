#pragma once

#include <gtest/gtest.h>

#include "backend/cluster/options.hpp"
#include "kube/kubectl.hpp"
#include "kube/shells.hpp"
#include "support/local_shells.hpp"
#include "support/no_children.hpp"
#include "support/scripted_runner.hpp"
#include "support/still_tools.hpp"

namespace pgreach::support {

// What a part of the backends on Kubernetes works with: scripted tools, nobody who presses Ctrl-C, progress that is
// kept.
template <typename Starter>
class Bench : public ::testing::Test {
  protected:
    ScriptedRunner runner_;
    ScriptedRunner cleaner_;
    Starter starter_;
    NeverStop stop_;
    ToldProgress progress_;
    SteadyClock clock_;
    backend::Tools tools_{runner_, cleaner_, starter_, stop_, clock_, progress_};
    kube::Kubectl kubectl_{runner_, {}};
};

// Where only calls that end are made, and where shells stay.
using CallBench = Bench<NoChildren>;
class ShellBench : public Bench<LocalShells> {
  protected:
    kube::Shells shells_{starter_, kubectl_, stop_};
};

}  // namespace pgreach::support
