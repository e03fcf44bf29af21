#include "cli/stage.hpp"

namespace pgreach::cli {

Result<int> on_stage(const RunArguments&, const StopSignal&, Progress&, const Play&) {
    return environment_error("the embedded backend has not landed yet");
}

}  // namespace pgreach::cli
