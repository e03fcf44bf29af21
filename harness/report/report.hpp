#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "model/record.hpp"
#include "verdict/run_verdict.hpp"

namespace pgreach::report {

// The names that --report takes: "html", "markdown", "text", "json", "junit", "sarif".
std::vector<std::string> formats();

// What the file of that format is called in a folder of all: "report.html", "junit.xml".
std::string file_name(const std::string& format);

// A record and its verdict in one of these formats. An unknown name is a usage error.
Result<std::string> render(const std::string& format, const Record& record, const verdict::RunVerdict& verdict);

}  // namespace pgreach::report
