#include "backend/cluster/hubble_stream.hpp"

#include "base/text.hpp"
#include "probe/protocol.hpp"
#include "proc/pipe.hpp"

namespace pgreach::backend {

std::vector<std::string> hubble_command(const std::vector<int>& ports, bool masked) {
    std::vector<std::string> numbers;
    for (const int port : ports) numbers.push_back('"' + std::to_string(port) + '"');
    const std::string to_ports = R"("destination_port":[)" + join(numbers, ",") + "]}";
    std::vector<std::string> argv = {"hubble", "observe", "--follow", "-o", "jsonpb"};
    // Cilium's monitor message types: 1 is a drop, 5 a verdict of policies.
    argv.insert(argv.end(), {"--allowlist", R"({"event_type":[{"type":1}],)" + to_ports});
    argv.insert(argv.end(),
                {"--allowlist", R"({"event_type":[{"type":5}],"verdict":["FORWARDED","AUDIT"],)" + to_ports});
    if (masked) argv.insert(argv.end(), {"--field-mask", std::string(kube::hubble_fields)});
    return argv;
}

HubbleStream::HubbleStream(const Tools& tools, std::string node, std::vector<std::string> command, Listener listener)
    : tools_(tools), node_(std::move(node)), command_(std::move(command)), listener_(std::move(listener)) {}

Result<void> HubbleStream::ensure(const kube::Kubectl& kubectl, const kube::ObjectName& agent) {
    if (child_ && !child_->wait(TimePoint{})) return {};
    stop();
    proc::Attachment attachment;
    attachment.standard_input = proc::StreamTo::null;
    attachment.standard_error = proc::StreamTo::null;
    auto child = tools_.starter.start(kubectl.exec_command(agent, "cilium-agent", command_, false), attachment);
    if (!child) return std::move(child).error();
    proc::set_nonblocking(child->output().get());
    output_ = child->output().get();
    child_.emplace(*std::move(child));
    return {};
}

void HubbleStream::stop() {
    child_.reset();
    output_ = -1;
    pending_.clear();
}

Result<probe::Events> HubbleStream::drain() {
    if (!child_) return environment_error("the Hubble stream of " + node_ + " is not running");
    proc::Transfer state = proc::Transfer::more;
    while (state == proc::Transfer::more) state = proc::read_some(child_->output().get(), pending_);
    probe::Events events;
    size_t begin = 0;
    for (size_t end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n', begin)) {
        take(pending_.substr(begin, end - begin), events);
        begin = end + 1;
    }
    pending_.erase(0, begin);
    if (state == proc::Transfer::closed) {
        stop();
        events.lost = "the Hubble stream of " + node_ + " ended";
    }
    return events;
}

void HubbleStream::take(const std::string& line, probe::Events& events) const {
    if (const auto lost = kube::lost_events(line); lost > 0) {
        events.lost = "Hubble on " + node_ + " lost " + std::to_string(lost) + " events";
        return;
    }
    const auto event = kube::read_hubble_line(line);
    if (!event) return;
    listener_(*event);
    if (event->protocol != Protocol::tcp) return;  // probes connect by TCP alone
    const std::string source = probe::endpoint_text(event->source_ip, event->source_port);
    const std::string destination = probe::endpoint_text(event->destination_ip, event->destination_port);
    if (event->verdict == kube::HubbleEvent::Verdict::dropped) {
        events.drops.push_back({source, destination, describe(*event)});
    } else if (event->from_policy) {
        events.forwards.push_back({source, destination, describe(*event), event->allowed_by,
                                   event->verdict == kube::HubbleEvent::Verdict::audited,
                                   event->direction != "EGRESS"});
    }
}

}  // namespace pgreach::backend
