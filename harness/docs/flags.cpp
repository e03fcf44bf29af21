#include "docs/flags.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/versions.hpp"
#include "page/lines.hpp"

namespace pgreach::docs {
namespace {

using engine::CiliumVersion;

// A release stands for all of its patch releases.
CiliumVersion line_of(CiliumVersion version) {
    return {version.major, version.minor};
}

std::string between(CiliumVersion first, CiliumVersion last) {
    const auto from = engine::to_string(first), to = engine::to_string(last);
    return from == to ? from : from + " to " + to;
}

std::string remedy_for(const std::string& name, const AgentFlags& flags, CiliumVersion version) {
    if (const auto instead = flags.instead_of(name); !instead.empty()) return "write " + instead;
    const auto meant = flags.near(name, version);
    return meant.empty() ? "" : "did you mean --" + meant + "?";
}

}  // namespace

Result<AgentFlags> AgentFlags::read(const SourcePtr& source) {
    AgentFlags table;
    int number = 0;
    for (const auto line : page::lines_of(source->text)) {
        ++number;
        const auto text = trim(line);
        if (text.empty() || text.starts_with('#')) continue;
        const std::string name(text.substr(0, text.find(' ')));
        const auto rest = trim(text.substr(name.size()));
        if (rest.starts_with('=')) {
            table.instead_[name] = std::string(trim(rest.substr(1)));
            continue;
        }
        const auto ends = split(rest, '-');
        const auto first = engine::parse_version(ends.front());
        const auto last = engine::parse_version(ends.back());
        if (!first || !last || ends.size() != 2) {
            return input_error(render(
                Diagnostic{Severity::error, source, {number, 1}, "a line is 'NAME FIRST-LAST' or 'NAME = INSTEAD'"}));
        }
        table.flags_[name] = {line_of(*first), line_of(*last)};
    }
    return table;
}

bool AgentFlags::has(const std::string& name, CiliumVersion version) const {
    const auto found = flags_.find(name);
    if (found == flags_.end()) return false;
    const auto release = std::min(line_of(version), line_of(engine::newest_version));
    return found->second.first <= release && release <= found->second.last;
}

std::string AgentFlags::releases_of(const std::string& name) const {
    const auto found = flags_.find(name);
    return found == flags_.end() ? std::string() : between(found->second.first, found->second.last);
}

std::string AgentFlags::instead_of(const std::string& name) const {
    const auto found = instead_.find(name);
    return found == instead_.end() ? std::string() : found->second;
}

std::string AgentFlags::near(const std::string& name, CiliumVersion version) const {
    std::vector<std::string> names;
    for (const auto& [flag, range] : flags_) {
        if (has(flag, version)) names.push_back(flag);
    }
    return nearest(name, names).value_or("");
}

std::string AgentFlags::known_releases() const {
    CiliumVersion first = engine::newest_version, last = engine::oldest_version;
    for (const auto& [flag, range] : flags_) {
        first = std::min(first, range.first);
        last = std::max(last, range.last);
    }
    return between(first, last);
}

Diagnostics judge_flags(const std::vector<NamedFlag>& named, const AgentFlags& flags, CiliumVersion version) {
    Diagnostics findings;
    std::map<std::string, std::string> remedies;  // by name: a page may have a flag often
    for (const auto& flag : named) {
        if (flags.has(flag.name, version)) continue;
        const auto releases = flags.releases_of(flag.name);
        const auto [instead, fresh] = remedies.try_emplace(flag.name);
        if (fresh) instead->second = remedy_for(flag.name, flags, version);
        const auto text =
            releases.empty()
                ? fmt::format("the agent has no flag --{}: the command reference of no release from {} lists it",
                              flag.name, flags.known_releases())
                : fmt::format("the agent of Cilium {} has no flag --{}: only that of {} has",
                              engine::to_string(version), flag.name, releases);
        findings.push_back({Severity::error, flag.file, flag.mark, text, instead->second, "unknown-flag"});
    }
    return findings;
}

}  // namespace pgreach::docs
