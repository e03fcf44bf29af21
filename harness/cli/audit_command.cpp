#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "audit/audit.hpp"
#include "audit/claims.hpp"
#include "audit/rbac.hpp"
#include "base/file.hpp"
#include "cli/checks.hpp"
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/output_files.hpp"
#include "cli/real_tools.hpp"
#include "cli/signal_stop.hpp"
#include "cli/terminal_progress.hpp"
#include "cli/with_backend.hpp"
#include "cli/world_options.hpp"
#include "verdict/exit_code.hpp"

namespace pgreach::cli {
namespace {

struct AuditOptions {
    backend::ClusterOptions cluster;
    audit::Options asked;
    std::string probe;
    std::string format = "text";
    std::string output = "-";
    std::string record;        // path; empty: none is kept
    std::string claims;        // path; empty: none
    std::string write_claims;  // path; empty: none are written
    bool dry_run = false;
    bool yes = false;
    bool rbac = false;
    bool verbose = false;
    bool quiet = false;
};

std::string render_audit(const audit::Report& report, const AuditOptions& options) {
    if (options.format == "json") return audit::to_json(report);
    if (options.format == "markdown") return audit::to_markdown(report);
    if (options.format == "junit") return audit::to_junit(report);
    return audit::to_text(report, options.verbose);
}

Result<std::optional<audit::Claims>> read_claims_file(const std::string& path) {
    if (path.empty()) return std::optional<audit::Claims>();
    auto text = read_file(path);
    if (!text) return input_error(text.error().message, "pgreach audit --write-claims FILE makes a first one");
    auto claims = audit::read_claims(std::make_shared<const Source>(Source{path, *std::move(text)}));
    if (has_errors(claims.diagnostics)) return input_error(render(claims.diagnostics));
    return std::optional<audit::Claims>(std::move(claims));
}

// What can be known to be wrong before the cluster is asked anything.
Result<void> check_audit(const AuditOptions& options) {
    const auto& access = options.cluster.access;
    if (access.context.empty() && access.kubeconfig.empty()) {
        return Error{ErrorKind::usage, "which cluster is to be audited?", "name it with --context"};
    }
    const bool can_ask = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
    if (!options.yes && !options.dry_run && !can_ask) {
        return Error{ErrorKind::usage, "an audit makes pods, and there is no terminal to ask on whether it may",
                     "--yes makes them without asking, --dry-run shows what they would be"};
    }
    if (!options.dry_run && !std::filesystem::exists(options.cluster.probe_program)) {
        return Error{ErrorKind::usage, "there is no probe program " + options.cluster.probe_program,
                     "build it (ninja pgreach-probe), or name it with --probe"};
    }
    return {};
}

// Enter alone is no.
Result<bool> ask(const StopSignal& stop) {
    print_error("make these, and try the connections? [y/N] ");
    pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    while (!stop.requested() && watched[0].revents == 0) ::poll(watched, 2, -1);
    if (stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

std::vector<OutputFile> files_of(const AuditOptions& options) {
    std::vector<OutputFile> files;
    if (!options.dry_run) files.push_back({"--output " + options.output, options.output});
    if (!options.record.empty()) files.push_back({"--record " + options.record, options.record});
    if (!options.write_claims.empty()) {
        files.push_back({"--write-claims " + options.write_claims, options.write_claims});
    }
    return files;
}

int deliver_audit(audit::Report& report, const std::optional<audit::Claims>& claims, const AuditOptions& options,
                  const OutputFiles& files) {
    if (!options.dry_run && claims) audit::judge_claims(*claims, report);
    int code = options.dry_run ? verdict::exit_conforms : report.exit_code();
    const auto write = [&](const std::string& path, const std::string& text) {
        if (path.empty()) return;
        if (const auto written = files.write(path, text); !written) code = verdict::worse(code, fail(written.error()));
    };
    if (!options.dry_run) write(options.output, render_audit(report, options));
    write(options.write_claims, audit::write_claims(report));
    if (!options.dry_run) write(options.record, audit::to_json(report));
    const bool elsewhere = options.output != "-" || options.format != "text";
    if (elsewhere && !options.dry_run && !options.quiet) print_error(audit::summary(report) + "\n");
    return code;
}

int audit_cluster(AuditOptions options) {
    if (options.rbac) {
        print(audit::rbac_manifest());
        return verdict::exit_conforms;
    }
    options.cluster.probe_program = probe_program(options.probe).string();
    if (const auto checked = check_audit(options); !checked) return fail(checked.error());
    const auto claims = read_claims_file(options.claims);
    if (!claims) return fail(claims.error());
    const auto files = OutputFiles::claim(files_of(options));
    if (!files) return fail(files.error());
    const SignalStop stop;
    TerminalProgress progress(options.quiet);
    RealTools real(stop, progress);
    bool refused = false;
    const auto consent = [&](const audit::Report& planned) -> Result<bool> {
        progress.clear();
        const std::string text = audit::describe(planned.plan, options.asked);
        if (options.dry_run && options.write_claims != "-") print(text);
        if (options.dry_run) return false;
        if (!options.yes || !options.quiet) print_error(text);
        if (options.yes) return true;
        auto agreed = ask(stop);
        refused = agreed && !*agreed;
        return agreed;
    };
    auto report = audit::audit(real.tools, options.cluster, options.asked, consent);
    progress.clear();
    if (!report) return fail(report.error());
    if (!refused) return deliver_audit(*report, *claims, options, *files);
    print_error("nothing was made\n");
    return verdict::exit_nothing;
}

void add_audit_outputs(CLI::App& command, AuditOptions& options) {
    command.add_option("--format", options.format, "text (default), json, markdown or junit")
        ->type_name("FORMAT")
        ->check(one_of({"text", "json", "markdown", "junit"}));
    command.add_option("-o,--output", options.output, "Where to write it; standard output unless given")
        ->type_name("FILE");
    command.add_option("--record", options.record, "Keep everything that was seen, as JSON")->type_name("FILE");
    command.add_option("--claims", options.claims, "Who may reach which database: what is not so fails the audit")
        ->type_name("FILE");
    command.add_option("--write-claims", options.write_claims, "Write such a file from what is seen now")
        ->type_name("FILE");
    command.add_flag("-v,--verbose", options.verbose, "Tell of flows that agree, too");
    command.add_flag("-q,--quiet", options.quiet, "No progress");
}

Action declare_audit(CLI::App& command) {
    const auto options = std::make_shared<AuditOptions>();
    add_cluster_options(command, options->cluster.access);
    command.add_option("--from", options->asked.from, "Only from this workload, namespace or pattern of these")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        .add_option("--to", options->asked.to,
                    "Only to this database, instance, Pooler, namespace or pattern of these, or to one port of it")
        ->type_name("NAME[:PORT]")
        ->allow_extra_args(false);
    command
        .add_option("--rate", options->asked.per_second, "Connections a second to a database, at most (default: 20)")
        ->type_name("NUMBER")
        ->check(whole_number(1, 1000));
    command.add_flag("--query", options->asked.query,
                     "Log in with the application's credentials, in place of ending once TLS stands");
    command.add_flag("--dry-run", options->dry_run, "Show what would be made and tried, and make nothing");
    command.add_flag("--yes", options->yes, "Do not ask before twins are made");
    command.add_flag("--rbac", options->rbac, "Print the roles that an audit needs");
    add_audit_outputs(command, *options);
    command
        .add_option("--cilium-namespace", options->cluster.cilium_namespace,
                    "Namespace of the Cilium agents (default: kube-system)")
        ->type_name("NAMESPACE");
    command.add_option("--probe", options->probe, "The probe program; pgreach-probe beside this program unless given")
        ->type_name("PATH");
    return [options](const Invocation&) { return audit_cluster(*options); };
}

constexpr const char* audit_epilogue =
    "Changes no policy. Each workload is stood for by a twin: a pod with its labels, namespace and service account "
    "that is\n"
    "never ready and is removed afterwards. docs/audit.md says what is made, and how it is judged.\n"
    "Exit codes: 0 all is as predicted and as claimed; 1 a deviation or finding; 2 bad usage; 3 could not tell; 4 "
    "there is\n"
    "no database, or nothing was to be made.\n"
    "Examples:\n"
    "  pgreach audit --context prod --dry-run                      what would be made and tried\n"
    "  pgreach audit --context prod --write-claims claims.yaml     try it, and write down who reaches what\n"
    "  pgreach audit --context prod --yes --claims claims.yaml     hold the cluster to that, every night\n"
    "  pgreach audit --context prod --to shop/orders:5432 --from 'shop/*'\n"
    "  pgreach audit --rbac | kubectl apply -f -";

}  // namespace

extern const Command audit_command{"audit", "Try in a live cluster what its policies say", audit_epilogue,
                                   declare_audit};

}  // namespace pgreach::cli
