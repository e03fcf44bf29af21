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
        auto instructions = proc::make_pipe();
        if (!instructions) return std::move(instructions).error();
        auto messages = proc::make_pipe();
        if (!messages) return std::move(messages).error();
        const int in = instructions->read.get(), out = messages->write.get();
        command.argv.insert(command.argv.end(), {"--location", fmt::format("{}:{}:{}", place.network, in, out)});
        attachment.descriptors.insert(attachment.descriptors.end(), {in, out});
        if (place.network >= 0) attachment.descriptors.push_back(place.network);
        theirs.push_back(std::move(instructions->read));
        theirs.push_back(std::move(messages->write));
        proc::set_nonblocking(instructions->write.get());
        proc::set_nonblocking(messages->read.get());
        streams.emplace_back(place.peer, PeerStream(std::move(instructions->write), std::move(messages->read)));
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
