#include "backend/embedded/capacity.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <sstream>

#include "base/file.hpp"
#include "base/text.hpp"

namespace pgreach::backend {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mebibyte = 1 << 20;

// An answer of PostgreSQL costs a process, TLS and a query: some 4 ms of a processor, and up to 6 MiB (measured as the
// proportional set size of a server's process). More of them at once are not answered any sooner.
constexpr size_t flows_a_processor = 64;
constexpr std::uint64_t memory_of_flow = 6 * mebibyte;
// A probe is a process forked from one that has done its start (measured: 0.2 MiB), in a network of its own.
constexpr std::uint64_t memory_of_peer = mebibyte;
// While probes are started: the network, and both ends of two pipes.
constexpr size_t descriptors_of_peer = 5;
// Servers, logs, sockets of the kernel, and what the libraries open.
constexpr size_t spare_descriptors = 128;
constexpr size_t least = 8;

std::uint64_t number_in(const fs::path& path, std::uint64_t otherwise) {
    const auto text = read_file(path);
    std::uint64_t number = 0;
    return text && std::istringstream(*text) >> number ? number : otherwise;
}

// "MemAvailable:   22121344 kB"
std::uint64_t free_memory_of_machine() {
    const auto text = read_file("/proc/meminfo");
    for (const auto& line : split(text ? *text : "", '\n')) {
        std::istringstream words(line);
        std::string name;
        std::uint64_t kibibytes = 0;
        if (words >> name >> kibibytes && name == "MemAvailable:") return kibibytes << 10U;
    }
    return std::uint64_t{1} << 30U;
}

// What the control groups above us leave (cgroup v2; a container's limit).
std::uint64_t free_memory_of_groups() {
    constexpr std::uint64_t unlimited = ~std::uint64_t{0};
    const auto own = read_file("/proc/self/cgroup");  // "0::/user.slice/…"
    if (!own || !own->starts_with("0::/")) return unlimited;
    std::uint64_t least_free = unlimited;
    fs::path group = trim(own->substr(4));
    for (;; group = group.parent_path()) {
        const fs::path folder = fs::path("/sys/fs/cgroup") / group;
        const auto most = number_in(folder / "memory.max", unlimited);
        const auto used = number_in(folder / "memory.current", 0);
        if (most != unlimited) least_free = std::min(least_free, most - std::min(most, used));
        if (group.empty()) return least_free;
    }
}

// What ulimit -v leaves of our address space, and so of every process that we fork.
std::uint64_t free_address_space() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return ~std::uint64_t{0};
    const auto used = number_in("/proc/self/statm", 0) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    return limit.rlim_cur - std::min<std::uint64_t>(limit.rlim_cur, used);
}

size_t allow_many_descriptors() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

// Those that we may use, which may be fewer than there are.
size_t usable_processors() {
    cpu_set_t set;
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return static_cast<size_t>(std::max(1, CPU_COUNT(&set)));
}

Limit smallest(std::initializer_list<Limit> limits) {
    auto found =
        *std::min_element(limits.begin(), limits.end(), [](const Limit& a, const Limit& b) { return a.most < b.most; });
    found.most = std::max(found.most, least);
    return found;
}

}  // namespace

Machine look_at_machine() {
    return {usable_processors(), allow_many_descriptors(),
            std::min({free_memory_of_machine(), free_memory_of_groups(), free_address_space()})};
}

Capacity capacity_of(const Machine& machine) {
    const size_t descriptors = machine.descriptors - std::min(machine.descriptors, spare_descriptors);
    const auto files = fmt::format("{} open files (ulimit -n)", machine.descriptors);
    const auto memory = fmt::format("{} MiB of memory left", machine.memory / mebibyte);
    const auto processors =
        fmt::format("{} {}", machine.processors, machine.processors == 1 ? "processor" : "processors");
    // Half of the memory for answers, a quarter for probes.
    return {
        .peers = smallest({{descriptors / descriptors_of_peer, files}, {machine.memory / 4 / memory_of_peer, memory}}),
        .flows = smallest({{machine.processors * flows_a_processor, processors},
                           {machine.memory / 2 / memory_of_flow, memory},
                           {descriptors, files}})};
}

bool Pace::take(const std::vector<probe::Probed>& probed, Duration limit) {
    // Connected, and then waiting for the server: what was dropped or refused says nothing of how busy it is.
    const bool late = std::any_of(probed.begin(), probed.end(), [&](const probe::Probed& each) {
        return each.attempt.reached >= Milestone::tcp && each.attempt.duration_us > limit.count() / 2;
    });
    if (!late || at_once_ <= least) return false;
    at_once_ = std::max(least, std::min(at_once_, probed.size()) / 2);
    return true;
}

}  // namespace pgreach::backend
