#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/survey.hpp"

namespace pgreach::audit {

// Where a database's backups and WAL go.
struct Store {
    std::string host;
    int port = 443;
    bool tls = true;
    auto operator<=>(const Store&) const = default;
};

// "https://minio.storage:9000": nothing where it is no such address.
std::optional<Store> parse_store(const std::string& url);

// Those that a Cluster names, by itself or by an ObjectStore of the Barman Cloud plugin; each once. One that is only
// known by its provider (no endpointURL) is none.
std::vector<Store> stores_of(const Survey& survey, const std::string& ns, const std::string& cluster);

// A store that is a Service of the cluster: the workload behind it and the port there. Nothing where it is none.
struct StorePods {
    std::string endpoint;  // of the world
    int port = 0;
    std::vector<std::string> addresses = {};
};
std::optional<StorePods> pods_behind(const Survey& survey, const Store& store);

}  // namespace pgreach::audit
