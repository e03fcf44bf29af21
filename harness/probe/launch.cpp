#include "probe/launch.hpp"

#include <fmt/format.h>

#include "proc/pipe.hpp"

namespace pgreach::probe {

Result<ServedProbes> serve_probes(proc::ChildStarter& starter, const std::string& program,
                                  const std::vector<Place>& places) {
    proc::Command command{{program}};
    command.environment = {proc::bind_now};
    proc::Attachment attachment;
    attachment.keep_capabilities = true;
    attachment.standard_input = proc::StreamTo::null;
    attachment.standard_output = proc::StreamTo::null;
    std::vector<UniqueFd> theirs;
    std::vector<std::pair<std::string, PeerStream>> streams;
    for (const auto& place : places) {
        auto plans = proc::make_pipe();
        if (!plans) return std::move(plans).error();
        auto reports = proc::make_pipe();
        if (!reports) return std::move(reports).error();
        const int in = plans->read.get(), out = reports->write.get();
        command.argv.insert(command.argv.end(), {"--location", fmt::format("{}:{}:{}", place.network, in, out)});
        attachment.descriptors.insert(attachment.descriptors.end(), {in, out});
        if (place.network >= 0) attachment.descriptors.push_back(place.network);
        theirs.push_back(std::move(plans->read));
        theirs.push_back(std::move(reports->write));
        proc::set_nonblocking(plans->write.get());
        proc::set_nonblocking(reports->read.get());
        streams.emplace_back(place.peer, PeerStream(std::move(plans->write), std::move(reports->read)));
    }
    auto process = starter.start(command, attachment);
    if (!process) return std::move(process).error();
    return ServedProbes{*std::move(process), std::move(streams)};
}

Result<PeerStream> start_probe(proc::ChildStarter& starter, const std::string& program, const Place& place) {
    proc::Attachment attachment;
    attachment.network_namespace = place.network;
    auto process = starter.start({{program}}, attachment);
    if (!process) return std::move(process).error();
    return PeerStream(*std::move(process));
}

}  // namespace pgreach::probe
