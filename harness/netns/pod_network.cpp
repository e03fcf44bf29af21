#include "netns/pod_network.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>

#include <cerrno>
#include <map>

#include "base/file.hpp"
#include "netns/netlink.hpp"
#include "netns/network_namespace.hpp"

namespace pgreach::netns {
namespace {

namespace fs = std::filesystem;

constexpr int loopback = 1;
constexpr int pod_link = 2;
// Where pods send everything: a link-local address that nobody has, answered for by a static neighbour.
constexpr Ipv4 gateway = ipv4(169, 254, 1, 1);

// Locally administered; `side` 2 is the node's, 6 the pod's.
LinkAddress link_address(int side, Ipv4 pod) {
    const auto byte = [&](unsigned shift) { return pod.number >> shift & 0xffU; };
    return fmt::format("{:02x}:00:{:02x}:{:02x}:{:02x}:{:02x}", side, byte(24), byte(16), byte(8), byte(0));
}

LinkAddress node_side(Ipv4 pod) {
    return link_address(2, pod);
}
LinkAddress pod_side(Ipv4 pod) {
    return link_address(6, pod);
}

// Never the same again: the links of an earlier network may live a little longer than it.
int fresh_link() {
    static int last = 1000;
    return ++last;
}

// What a pod's own network needs; the link is there already.
Result<void> configure_pod(int network, Ipv4 address) {
    const InNetwork inside(network);
    if (!inside.entered()) return environment_error("cannot enter the network of a pod");
    auto netlink = Netlink::open();
    if (!netlink) return std::move(netlink).error();
    if (auto result = netlink->set_up(loopback); !result) return result;
    if (auto result = netlink->set_up(pod_link); !result) return result;
    if (auto result = netlink->add_address(pod_link, address); !result) return result;
    if (auto result = netlink->add_neighbour(pod_link, gateway, node_side(address)); !result) return result;
    Route everywhere;
    everywhere.to_all = true;
    everywhere.via_index = pod_link;
    everywhere.gateway = gateway;
    everywhere.source = address;
    return netlink->add_route(everywhere);
}

// Of one pod: a file that is mounted from it, or else a descriptor.
class HeldNetwork {
  public:
    HeldNetwork(UniqueFd network, const fs::path& file) {
        const std::string source = fmt::format("/proc/thread-self/fd/{}", network.get());
        const UniqueFd made(file.empty() ? -1 : ::open(file.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0600));
        if (made && ::mount(source.c_str(), file.c_str(), nullptr, MS_BIND, nullptr) == 0) {
            file_ = file;
        } else {
            network_ = std::move(network);
        }
    }
    HeldNetwork(const HeldNetwork&) = delete;
    HeldNetwork& operator=(const HeldNetwork&) = delete;
    ~HeldNetwork() {
        if (!file_.empty()) ::umount2(file_.c_str(), MNT_DETACH);
    }

    Result<UniqueFd> open() const {
        UniqueFd opened(network_ ? ::fcntl(network_.get(), F_DUPFD_CLOEXEC, 0)
                                 : ::open(file_.c_str(), O_RDONLY | O_CLOEXEC));
        if (!opened) return system_error("cannot open the network of a pod", errno);
        return opened;
    }

  private:
    fs::path file_;
    UniqueFd network_;
};

}  // namespace

struct PodNetwork::State {
    Ipv4 node_address;
    UniqueFd node;
    Netlink netlink;
    fs::path folder;
    std::map<Ipv4, HeldNetwork> pods = {};
};

PodNetwork::PodNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
PodNetwork::PodNetwork(PodNetwork&&) noexcept = default;
PodNetwork& PodNetwork::operator=(PodNetwork&&) noexcept = default;
PodNetwork::~PodNetwork() = default;

Result<PodNetwork> PodNetwork::create(Ipv4 node, fs::path folder) {
    auto network = current_network();
    if (!network) return std::move(network).error();
    auto netlink = Netlink::open();
    if (!netlink) return std::move(netlink).error();
    if (auto result = netlink->set_up(loopback); !result) return std::move(result).error();
    if (auto result = netlink->add_address(loopback, node); !result) return std::move(result).error();
    std::error_code failed;
    if (!folder.empty()) fs::create_directories(folder, failed);
    State state{node, std::move(*network), std::move(*netlink), std::move(folder)};
    return PodNetwork(std::make_unique<State>(std::move(state)));
}

Result<void> PodNetwork::add_pod(Ipv4 address) {
    auto network = make_network();
    if (!network) return std::move(network).error();
    const int index = fresh_link();
    const LinkEnd ours{index, fmt::format("pod{}", index), node_side(address)};
    const LinkEnd theirs{pod_link, "eth0", pod_side(address)};
    if (auto result = state_->netlink.add_veth(ours, theirs, network->get()); !result) return result;
    if (auto result = configure_pod(network->get(), address); !result) return result;
    if (auto result = state_->netlink.add_neighbour(index, address, pod_side(address)); !result) return result;
    Route route;
    route.to = address;
    route.via_index = index;
    route.source = state_->node_address;
    if (auto result = state_->netlink.add_route(route); !result) return result;
    const fs::path file = state_->folder.empty() ? fs::path() : state_->folder / to_string(address);
    state_->pods.try_emplace(address, std::move(*network), file);
    return {};
}

Result<UniqueFd> PodNetwork::open(Ipv4 pod) const {
    const auto found = state_->pods.find(pod);
    if (found == state_->pods.end()) return Error{ErrorKind::internal, "there is no pod " + to_string(pod)};
    return found->second.open();
}

Result<UniqueFd> PodNetwork::open_node() const {
    UniqueFd opened(::fcntl(state_->node.get(), F_DUPFD_CLOEXEC, 0));
    if (!opened) return system_error("cannot open the network of the node", errno);
    return opened;
}

}  // namespace pgreach::netns
