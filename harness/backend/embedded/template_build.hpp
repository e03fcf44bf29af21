#pragma once

#include <string>

#include "backend/embedded/data_template.hpp"

namespace pgreach::backend {

// What postgresql.conf and pg_hba.conf of every instance say; what differs between instances stands on the server's
// command line.
extern const char* const template_settings;
extern const char* const template_hba;

// initdb, configuration, CNPG's roles and database. The directory must not exist yet.
Result<void> build_template(const TemplateRequest& request, const std::filesystem::path& directory);

}  // namespace pgreach::backend
