#include "backend/embedded/instance.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "backend/embedded/data_directory.hpp"
#include "backend/embedded/sql_session.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "proc/command.hpp"
#include "proc/starter.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

// Memory, not a file: a full disk is what it may have to tell of.
Result<UniqueFd> make_log() {
    UniqueFd log(::memfd_create("postgresql log", MFD_CLOEXEC));
    if (!log || ::fcntl(log.get(), F_SETFL, O_APPEND) != 0) return system_error("cannot create a log", errno);
    return log;
}

proc::Command server_command(const fs::path& server, const fs::path& data, const InstanceSettings& settings) {
    const auto setting = [](const std::string& name, const std::string& value) { return "--" + name + "=" + value; };
    proc::Command command;
    command.argv = {server.string(),
                    "-D",
                    data.string(),
                    setting("listen_addresses", to_string(settings.address)),
                    setting("port", std::to_string(settings.port)),
                    setting("max_connections", std::to_string(settings.max_connections)),
                    setting("cluster_name", settings.name)};
    if (settings.primary) {
        const std::string from = "host=" + to_string(*settings.primary) + " port=" + std::to_string(settings.port) +
                                 " user=streaming_replica " + private_connection();
        command.argv.push_back(setting("primary_conninfo", from));
    }
    return command;
}

Result<fs::path> prepare_data(const Instance::Site& site, const InstanceSettings& settings, const fs::path& home) {
    std::error_code failed;
    fs::create_directory(home, failed);
    if (failed) return environment_error("cannot make " + home.string() + ": " + failed.message());
    auto data = make_data_directory(site.data, home, site.node);
    if (!data) return data;
    const auto add = [&](const char* name, const std::string& text) {
        return add_server_file(*data / name, text, site.node);
    };
    if (auto added = add("server.crt", site.certificate.certificate); !added) return std::move(added).error();
    if (auto added = add("server.key", site.certificate.key); !added) return std::move(added).error();
    if (!settings.primary) return data;
    if (auto added = add("standby.signal", ""); !added) return std::move(added).error();
    return data;
}

}  // namespace

Instance::Instance(InstanceSettings settings, ReadySocket ready, UniqueFd log, proc::Child server, fs::path home)
    : settings_(std::move(settings)),
      ready_(std::move(ready)),
      log_(std::move(log)),
      server_(std::move(server)),
      home_(std::move(home)) {}

Result<Instance> Instance::start(const Site& site, const InstanceSettings& settings) {
    const fs::path home = site.node.directory / to_string(settings.address);  // a name may be no file name
    auto data = prepare_data(site, settings, home);
    if (!data) return std::move(data).error();
    auto ready = ReadySocket::create(home / "ready");
    if (!ready) return std::move(ready).error();
    auto log = make_log();
    if (!log) return std::move(log).error();

    proc::Command command = server_command(site.binaries.server, *data, settings);
    command.environment = {
        {"NOTIFY_SOCKET", (home / "ready").string()}, {"LC_ALL", "C"}, {"TZ", "UTC"}, proc::bind_now};
    proc::Attachment attachment;
    attachment.network_namespace = settings.network;
    // A denied flow is decided by us and its probe; they go before the sessions of open flows.
    attachment.niceness = 5;
    attachment.standard_input = proc::StreamTo::null;
    attachment.standard_output = proc::StreamTo::null;
    attachment.error_descriptor = log->get();
    if (site.node.server_user) {
        attachment.user = static_cast<int>(site.node.server_user->user);
        attachment.group = static_cast<int>(site.node.server_user->group);
    }
    auto server = proc::ForkingChildStarter().start(command, attachment);
    if (!server) return std::move(server).error();
    return Instance(settings, std::move(*ready), std::move(*log), std::move(*server), home);
}

Result<void> Instance::await_ready(TimePoint deadline, const StopSignal& stop) {
    const SteadyClock clock;
    while (!ready_.ready()) {
        if (stop.requested()) return Error{ErrorKind::interrupted, "interrupted"};
        if (const std::string dead = death(); !dead.empty()) return environment_error(dead + "\n" + log_tail());
        const int left = poll_timeout(deadline, clock.now());
        if (left == 0)
            return environment_error("PostgreSQL of " + settings_.name + " does not get ready\n" + log_tail());
        pollfd watched[3] = {{ready_.fd(), POLLIN, 0}, {server_.pidfd(), POLLIN, 0}, {stop.fd(), POLLIN, 0}};
        ::poll(watched, 3, left);
    }
    return {};
}

std::string Instance::death(Duration grace) {
    const auto exit = server_.wait(SteadyClock().now() + grace);
    return exit ? "PostgreSQL of " + settings_.name + " has ended: " + describe(*exit) : std::string();
}

std::string Instance::log_tail() const {
    constexpr off_t enough = 4096;
    struct stat log {};
    ::fstat(log_.get(), &log);
    std::string text(static_cast<size_t>(std::min(log.st_size, enough)), '\0');
    const ssize_t length = ::pread(log_.get(), text.data(), text.size(), log.st_size - static_cast<off_t>(text.size()));
    text.resize(length > 0 ? static_cast<size_t>(length) : 0);
    return proc::tail(text);
}

void Instance::stop() {
    server_.signal(SIGKILL);  // its own processes end when they miss it
    server_.wait(SteadyClock().now() + std::chrono::seconds(1));
    ::umount2((home_ / "data").c_str(), MNT_DETACH);
    std::error_code ignored;
    fs::remove_all(home_, ignored);
}

}  // namespace pgreach::backend
