#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace pgreach::backend {

// A key and its self-signed certificate, both PEM.
struct Certificate {
    std::string certificate;
    std::string key;
};

// The names that CNPG gives the certificate of its instances: the services rw, r and ro of the cluster.
std::vector<std::string> service_names(const std::string& cluster, const std::string& ns);

// A new one on P-256, for these DNS names; the first is its subject.
Result<Certificate> make_certificate(const std::vector<std::string>& names);

}  // namespace pgreach::backend
