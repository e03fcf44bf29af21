#include "backend/embedded.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include "backend/embedded/enforcement.hpp"
#include "backend/embedded/stage_builder.hpp"

namespace pgreach::backend {
namespace {

// Only what fails takes that long: an answer or a drop ends everything else. Generous, for machines that are busy.
constexpr auto attempt_limit_default = std::chrono::seconds(10);
constexpr auto health_limit = std::chrono::seconds(5);

std::string kernel_version() {
    utsname kernel{};
    ::uname(&kernel);
    return kernel.release;
}

Error not_up() {
    return {ErrorKind::internal, "the embedded backend is not up"};
}

}  // namespace

EmbeddedBackend::EmbeddedBackend(const netns::PrivateNode& node, EmbeddedOptions options, const StopSignal& stop,
                                 Progress& progress)
    : node_(node), options_(std::move(options)), stop_(stop), progress_(progress) {}

EmbeddedBackend::~EmbeddedBackend() = default;

// A swap of the ruleset is in force when it returns, so there is nothing to settle.
Capabilities EmbeddedBackend::capabilities() const {
    Capabilities can;
    can.drop_evidence = true;
    can.attempt_limit = attempt_limit_default;
    return can;
}

Result<Environment> EmbeddedBackend::up(const Cast& cast) {
    auto built = StageBuilder(node_, options_, stop_, progress_).build(cast);
    if (!built) return std::move(built).error();
    stage_ = std::move(*built);
    Environment environment{"embedded", {}, {}};
    environment.versions = {{"kernel", kernel_version()},
                            {"nftables", PGREACH_NFTABLES_VERSION},
                            {"pgreach", PGREACH_VERSION},
                            {"postgresql", stage_->replication ? stage_->replication->server_version() : ""}};
    environment.notes = {
        "a stand-in: network namespaces and nftables that do what our engine says Cilium does; real "
        "packets and real PostgreSQL, yet this is not Cilium"};
    return environment;
}

Result<std::vector<Admission>> EmbeddedBackend::change(const Change& change) {
    if (!stage_) return not_up();
    std::vector<Admission> admissions;
    for (const auto& manifest : change.apply) {
        admissions.push_back(stage_->policies.apply(manifest, change.validation));
    }
    for (const auto& manifest : change.remove) stage_->policies.remove(manifest);
    if (auto enforced = enforce(); !enforced) return std::move(enforced).error();
    return admissions;
}

Result<void> EmbeddedBackend::enforce() {
    if (options_.faults.no_enforcement) return {};
    return stage_->rules->allow(allowed_flows(stage_->cast, stage_->addresses, stage_->policies));
}

Result<std::string> EmbeddedBackend::awaited() {
    return std::string();  // change() returns when it is
}

Result<std::vector<Observation>> EmbeddedBackend::observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                          Depth depth) {
    if (!stage_) return not_up();
    std::vector<probe::PlannedFlow> planned;
    planned.reserve(flows.size());
    for (const auto& flow : flows) {
        planned.push_back(stage_->plan(flow));
        planned.back().dial.brief = depth == Depth::brief;
    }
    auto probed = stage_->prober->observe(planned, attempt_limit);
    if (!probed) return std::move(probed).error();
    std::vector<Observation> observations;
    for (size_t index = 0; index < flows.size(); ++index) {
        auto& [attempt, events, lost] = (*probed)[index];
        auto seen = probe::observe_from({std::move(attempt)}, std::move(events), {false, {flows[index].to}, lost});
        observations.push_back(std::move(seen));
    }
    stage_->name_dead_servers(flows, observations);
    return observations;
}

Result<std::vector<HealthCheck>> EmbeddedBackend::health() {
    if (!stage_) return not_up();
    if (!stage_->replication) return std::vector<HealthCheck>{};
    return stage_->replication->check({SteadyClock().now() + health_limit, stop_});
}

std::string EmbeddedBackend::diagnostics() {
    if (!stage_) return "the embedded backend is not up\n";
    std::string text;
    if (auto listing = stage_->rules->listing()) text += "# nftables\n" + *listing;
    for (auto& instance : stage_->instances) {
        const std::string dead = instance.death();
        text += fmt::format("# PostgreSQL of {}: {}\n{}\n", instance.plan().name, dead.empty() ? "runs" : dead,
                            instance.log_tail());
    }
    return text;
}

std::string EmbeddedBackend::entrance() const {
    if (!stage_) return {};
    std::string text =
        fmt::format("nsenter --target {} --user --preserve-credentials --mount --net --pid\n", node_.outside_pid);
    for (const auto& instance : stage_->instances) {
        text += fmt::format("psql 'host={} user=app dbname=app sslmode=require'  # {}, from in there\n",
                            to_string(instance.plan().address), instance.plan().name);
    }
    return text;
}

Result<void> EmbeddedBackend::down() {
    if (!stage_) return {};
    stage_->prober.reset();
    stage_->replication.reset();
    for (auto& instance : stage_->instances) instance.stop();
    stage_.reset();
    return {};
}

}  // namespace pgreach::backend
