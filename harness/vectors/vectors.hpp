#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/cilium.hpp"

namespace pgreach::vectors {

// One disagreement between the engine and Cilium's own code.
struct Mismatch {
    std::string where;   // "core.jsonl.gz:17 core-1001-16"
    std::string what;    // "p4 → p0:5432/TCP ingress", "policy default/a: agentError"
    std::string theirs;  // what the vectors say
    std::string ours;
    std::string reason;  // why we say so; may be empty
    std::string explained_by = {};
};
using Mismatches = std::vector<Mismatch>;

// "where: what: Cilium says theirs, we say ours (reason)"
std::string render(const Mismatch& mismatch);

struct VectorCount {
    size_t cases = 0;
    size_t verdicts = 0;                           // flows; each has an answer for ingress and one for egress
    size_t mismatches = 0;                         // that nothing explains
    std::map<std::string, size_t> explained = {};  // by the deviation that does

    VectorCount& operator+=(const VectorCount& other);
};
// "15 cases, 390 verdicts, 0 mismatches"; ", 4 explained" where some are.
std::string render(const VectorCount& count);
// A line for each deviation that explains some, with its count, text and source; empty where none does.
std::string render_explained(const VectorCount& count);

// Evaluates every case of a file of JSON lines, plain or gzipped, and reports each disagreement that no known deviation
// (vectors/deviations.hpp) explains at once: in verdicts,
// by direction; in the paths of unknown fields; in whether there is a schema error; in the agent's words. A line that
// cannot be read is an error that names file and line. A case that names no release was answered by `otherwise`.
Result<VectorCount> run_vectors(const std::filesystem::path& file, const engine::Cilium& otherwise,
                                const std::function<void(const Mismatch&)>& report);

}  // namespace pgreach::vectors
