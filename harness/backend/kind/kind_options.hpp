#pragma once

#include <string>
#include <vector>

#include "backend/cluster/options.hpp"

namespace pgreach::backend {

// What the backend `kind` is told by its user; what is empty comes from kind/defaults.yaml.
struct KindOptions {
    ClusterOptions cluster = {};                  // its access is the made cluster's, whatever is given
    std::string name = {};                        // --cluster-name: of an own one; else pgreach-ID
    bool reuse = false;                           // --reuse: adopt the cluster if it is there
    bool keep = false;                            // --keep: it outlives the run
    std::string node_image = {};                  // --node-image
    std::string kind_config = {};                 // --kind-config: kind's own configuration
    std::string image_archives = {};              // --image-archives: folder of `docker save` archives for all nodes
    std::string cilium_version = {};              // --cilium: a released version
    std::string cilium_chart = {};                // --cilium-chart: a chart's folder or .tgz
    std::vector<std::string> cilium_values = {};  // --cilium-values: files, the last wins
    std::string cnpg_manifest = {};               // --cnpg-manifest: file or URL
    std::string database_manifest = {};           // --database-manifest: file with CNPG's Cluster
    std::string defaults_dir = {};                // the folder kind/ of this repository
};

// The pinned defaults filled in. Fails where kind/defaults.yaml cannot be read.
Result<KindOptions> with_defaults(KindOptions options);

}  // namespace pgreach::backend
