#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "engine/cilium_version.hpp"
#include "page/page.hpp"

namespace pgreach::docs {

// The flags of Cilium's agent by release, and what is often taken for one (fixtures/cilium/agent-flags.txt).
class AgentFlags {
  public:
    // Lines "NAME FIRST-LAST" and "NAME = INSTEAD"; blank ones and those that begin with # are remarks. Fails (input)
    // where one is neither.
    static Result<AgentFlags> read(const SourcePtr& source);

    bool has(const std::string& name, engine::CiliumVersion version) const;
    // "1.15 to 1.17"; empty where no release has it.
    std::string releases_of(const std::string& name) const;
    // What to write instead; empty where nobody knows.
    std::string instead_of(const std::string& name) const;
    // Which one may have been meant; empty where none is near.
    std::string near(const std::string& name, engine::CiliumVersion version) const;
    // "1.15 to 1.20", of the whole table.
    std::string known_releases() const;

  private:
    struct Range {
        engine::CiliumVersion first;
        engine::CiliumVersion last;
    };
    std::map<std::string, Range> flags_;
    std::map<std::string, std::string> instead_;
};

// A flag that the text of a page says to be the agent's.
struct NamedFlag {
    std::string name;  // without "--"
    SourcePtr file;
    Mark mark;  // of its "--"
};

// Flags in sentences that speak of the agent and of no other program, and those behind "cilium-agent" in code. What
// other sentences name may be anybody's.
std::vector<NamedFlag> agent_flags_in(const std::vector<page::Paragraph>& prose);

// Of those that this release does not have, an error each ("unknown-flag").
Diagnostics judge_flags(const std::vector<NamedFlag>& named, const AgentFlags& flags, engine::CiliumVersion version);

}  // namespace pgreach::docs
