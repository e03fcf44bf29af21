#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "backend/embedded/certificate.hpp"
#include "backend/embedded/data_template.hpp"
#include "backend/embedded/ready_socket.hpp"
#include "base/clock.hpp"
#include "base/stop.hpp"
#include "netns/ipv4.hpp"
#include "proc/child.hpp"

namespace pgreach::backend {

// What a server that has closed its sockets is given to be gone.
inline constexpr auto dying_grace = std::chrono::milliseconds(100);

// One instance of the database, before it is started.
struct InstanceSettings {
    std::string name;  // also its cluster_name, so that an answer tells whose it is
    netns::Ipv4 address;
    int network = -1;
    int port = 5432;
    int max_connections = 100;
    std::optional<netns::Ipv4> primary;  // whom it streams from; nothing for the primary itself
};

// A running PostgreSQL server in the network of its pod, with a data directory of its own upon the template. The
// destructor kills it.
class Instance {
  public:
    struct Site {
        const PostgresBinaries& binaries;
        const DataTemplate& data;
        const Certificate& certificate;
        const netns::PrivateNode& node;
    };

    // Returns at once; `await_ready` tells how it went.
    static Result<Instance> start(const Site& site, const InstanceSettings& settings);
    Instance(Instance&&) noexcept = default;
    Instance& operator=(Instance&&) noexcept = default;
    ~Instance() = default;

    const InstanceSettings& settings() const { return settings_; }
    // Until it accepts connections. Fails with the end of its log if it dies before.
    Result<void> await_ready(TimePoint deadline, const StopSignal& stop);
    // "PostgreSQL of primary has ended: signal 9 (Killed)"; empty while it runs. A server that ends closes its sockets
    // first: whoever saw that gives it `grace` to be gone.
    std::string death(Duration grace = {});
    // The last lines that it logged.
    std::string log_tail() const;
    // Ends it at once, without care for its data.
    void stop();

  private:
    Instance(InstanceSettings settings, ReadySocket ready, UniqueFd log, proc::Child server,
             std::filesystem::path home);

    InstanceSettings settings_;
    ReadySocket ready_;
    UniqueFd log_;
    proc::Child server_;
    std::filesystem::path home_;
};

}  // namespace pgreach::backend
