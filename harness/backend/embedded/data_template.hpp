#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "backend/embedded/postgres_binaries.hpp"
#include "base/progress.hpp"
#include "base/stop.hpp"
#include "netns/private_node.hpp"

namespace pgreach::backend {

// A data directory that was initialised, configured and cleanly stopped: what every instance starts from, so that a
// replica needs no base backup. Read-only to us.
struct DataTemplate {
    std::filesystem::path directory;
    std::string system_id;  // as PostgreSQL calls this cluster
};

struct TemplateRequest {
    const PostgresBinaries& binaries;
    const netns::PrivateNode& node;
    const StopSignal& stop;
    Progress& progress;
};

// The template for these binaries, from the cache of the user (${XDG_CACHE_HOME:-~/.cache}/pgreach). Made where it is
// absent: in the private node, then stored as a whole, so that nobody ever sees half of it and two runs do not collide.
// A cache that cannot be written is no failure: the template then lives as long as the node.
Result<DataTemplate> ensure_template(const TemplateRequest& request);

}  // namespace pgreach::backend
