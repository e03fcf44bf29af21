#include "backend/embedded.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>

#include "backend/baseline.hpp"
#include "backend/embedded/enforcement.hpp"
#include "backend/embedded/environment_builder.hpp"
#include "backend/embedded/watcher.hpp"

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

std::string namespace_of_database(const Participants& participants) {
    const auto& members = participants.members;
    const auto instance =
        std::find_if(members.begin(), members.end(), [](const Participant& member) { return member.is_instance(); });
    return instance == members.end() ? std::string() : instance->endpoint.ns;
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
    can.watches = true;
    can.attempt_limit = attempt_limit_default;
    return can;
}

Result<Environment> EmbeddedBackend::up(const Participants& participants) {
    auto built = EnvironmentBuilder(node_, options_, stop_, progress_).build(participants);
    if (!built) return std::move(built).error();
    environment_ = std::move(*built);
    Environment environment{.backend = "embedded", .semantics = options_.semantics};
    set_baseline(participants.cluster, namespace_of_database(participants), environment.semantics);
    for (const auto* manifests : {&environment.semantics.baseline, &environment.semantics.control}) {
        for (const auto& manifest : *manifests) environment_->applied.emplace_back(manifest, FieldValidation::strict);
    }
    if (auto enforced = imitate(environment.semantics); !enforced) return std::move(enforced).error();
    environment.versions = {
        {"kernel", kernel_version()},
        {"nftables", PGREACH_NFTABLES_VERSION},
        {"pgreach", PGREACH_VERSION},
        {"postgresql", environment_->replication ? environment_->replication->server_version() : ""}};
    environment.notes = {
        "a stand-in: network namespaces and nftables that do what our engine says Cilium does; real "
        "packets and real PostgreSQL, yet this is not Cilium"};
    for (auto& note : notes_of(options_.semantics)) environment.notes.push_back(std::move(note));
    return environment;
}

Result<std::vector<Admission>> EmbeddedBackend::change(const Change& change) {
    if (!environment_) return not_up();
    std::vector<Admission> admissions;
    for (const auto& manifest : change.apply) {
        admissions.push_back(environment_->policies.apply(manifest, change.validation));
        environment_->applied.emplace_back(manifest, change.validation);
    }
    for (const auto& manifest : change.remove) {
        environment_->policies.remove(manifest);
        std::erase_if(environment_->applied, [&](const auto& one) { return one.first.id() == manifest.id(); });
    }
    if (auto enforced = enforce(); !enforced) return std::move(enforced).error();
    return admissions;
}

Watcher* EmbeddedBackend::watcher() {
    if (environment_ && !watcher_) watcher_ = std::make_unique<EmbeddedWatcher>(*this);
    return watcher_.get();
}

Result<void> EmbeddedBackend::imitate(const Semantics& semantics) {
    environment_->policies = engine::PolicySet(semantics.cilium);
    for (const auto& [manifest, validation] : environment_->applied) environment_->policies.apply(manifest, validation);
    return enforce();
}

Result<void> EmbeddedBackend::enforce() {
    if (options_.faults.no_enforcement) return {};
    return environment_->rules->allow(
        allowed_flows(environment_->participants, environment_->addresses, environment_->policies));
}

Result<std::string> EmbeddedBackend::pending() {
    return std::string();  // change() returns when it is
}

Result<std::vector<Observation>> EmbeddedBackend::observe(const std::vector<Flow>& flows, Duration attempt_limit,
                                                          Depth depth) {
    if (!environment_) return not_up();
    std::vector<probe::PlannedFlow> planned;
    planned.reserve(flows.size());
    for (const auto& flow : flows) {
        planned.push_back(environment_->plan(flow));
        planned.back().dial.brief = depth == Depth::brief;
    }
    auto probed = environment_->probes->observe(planned, attempt_limit);
    if (!probed) return std::move(probed).error();
    std::vector<Observation> observations;
    for (size_t index = 0; index < flows.size(); ++index) {
        observations.emplace_back();
        (*probed)[index].add_to(observations.back());
    }
    environment_->name_dead_servers(flows, observations);
    environment_->note_operator_status(flows, observations);
    return observations;
}

Result<std::vector<HealthCheck>> EmbeddedBackend::health() {
    if (!environment_) return not_up();
    std::vector<HealthCheck> checks;
    if (environment_->replication) {
        auto replication = environment_->replication->check({SteadyClock().now() + health_limit, stop_});
        if (!replication) return replication;
        checks = *std::move(replication);
    }
    for (const auto& [target, check] : environment_->operator_status) checks.push_back(check);
    return checks;
}

// What decides here is what predicts.
std::vector<std::vector<std::string>> EmbeddedBackend::causes(const std::vector<Flow>& flows) {
    return std::vector<std::vector<std::string>>(flows.size());
}

std::string EmbeddedBackend::diagnostics() {
    if (!environment_) return "the embedded backend is not up\n";
    std::string text;
    if (auto listing = environment_->rules->listing()) text += "# nftables\n" + *listing;
    for (auto& instance : environment_->instances) {
        const std::string dead = instance.death();
        text += fmt::format("# PostgreSQL of {}: {}\n{}\n", instance.settings().name, dead.empty() ? "runs" : dead,
                            instance.log_tail());
    }
    return text;
}

std::string EmbeddedBackend::access_instructions() const {
    if (!environment_) return {};
    std::string text =
        fmt::format("nsenter --target {} --user --preserve-credentials --mount --net --pid\n", node_.outside_pid);
    for (const auto& instance : environment_->instances) {
        text += fmt::format("psql 'host={} user=app dbname=app sslmode=require'  # {}, from in there\n",
                            to_string(instance.settings().address), instance.settings().name);
    }
    return text;
}

Result<void> EmbeddedBackend::down() {
    if (!environment_) return {};
    watcher_.reset();
    environment_->probes.reset();
    environment_->replication.reset();
    for (auto& instance : environment_->instances) instance.stop();
    environment_.reset();
    return {};
}

}  // namespace pgreach::backend
