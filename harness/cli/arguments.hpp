#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "backend/kind/kind_options.hpp"
#include "base/clock.hpp"
#include "model/cnpg.hpp"

namespace pgreach::cli {

struct ReportTarget {
    std::string format;
    std::string path;  // "-" is standard output
};

struct RunArguments {
    std::vector<std::string> scenarios;  // names, globs, .yaml files; none: all
    std::string backend = "embedded";
    std::string record;  // path; empty: none is kept
    std::vector<ReportTarget> reports;
    int jobs = 0;              // flows in flight at once; 0: all
    Duration attempt_limit{};  // 0: the backend's own
    std::string from;          // only flows from this peer
    std::string to;            // only flows to this target …
    int port = 0;              // … and port
    bool keep = false;
    bool matrix = false;  // of all scenarios, not only of those with a finding
    bool verbose = false;
    bool quiet = false;
    std::string probe;          // path of pgreach-probe; empty: beside this program
    backend::KindOptions kind;  // backends kind and cluster
};

// People who want to look around: a cluster with Cilium and a database, left standing.
struct ClusterArguments {
    enum class Action { up, status, down };
    Action action = Action::status;
    backend::KindOptions kind;
    bool quiet = false;
};

struct ListArguments {
    std::vector<std::string> scenarios;
    bool verbose = false;
};

struct DoctorArguments {};

// Judges a record anew and prints it (`judge`), or only renders it (`report`).
struct JudgeArguments {
    std::string record;
    std::vector<ReportTarget> reports;
    bool matrix = false;  // of all scenarios, not only of those with a finding
    bool verbose = false;
    bool quiet = false;
};

// Which Cilium is meant where no cluster tells.
struct CiliumArguments {
    std::string release = "1.20";
};

struct ExplainArguments {
    std::string scenario;
    std::string step;  // empty: the last
    std::string from;
    std::string to;
    int port = 0;
    CiliumArguments cilium;
};

struct VectorsArguments {
    CiliumArguments cilium;
    std::vector<std::string> files;
};

struct LintArguments {
    std::vector<std::string> files;  // files, folders, "-"
    std::string format = "text";
    CiliumArguments cilium;
    std::string world;  // a participants file; empty: none
    std::string operator_namespace = cnpg::operator_namespace;
    bool strict = false;
};

using Command = std::variant<RunArguments, ListArguments, DoctorArguments, JudgeArguments, ExplainArguments,
                             VectorsArguments, ClusterArguments, LintArguments>;

struct Arguments {
    std::filesystem::path data;  // the folder of scenarios/ and fixtures/
    Command command;
    std::string line;  // how it was called, to be pasted
};

// What is left to do when the words of the command line were already the answer (--help, --version) or are wrong.
struct Answer {
    std::string out;
    std::string err;
    int exit = 0;
};

std::variant<Arguments, Answer> parse_arguments(int argc, const char* const* argv);

}  // namespace pgreach::cli
