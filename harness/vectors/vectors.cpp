#include "vectors/vectors.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "vectors/comparison.hpp"
#include "vectors/deviations.hpp"
#include "vectors/line_reader.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::vectors {

std::string render(const Mismatch& mismatch) {
    const std::string reason = mismatch.reason.empty() ? "" : " (" + mismatch.reason + ")";
    return mismatch.where + ": " + mismatch.what + ": Cilium says " + mismatch.theirs + ", we say " + mismatch.ours +
           reason;
}

std::string render(const VectorCount& count) {
    size_t explained = 0;
    for (const auto& [name, number] : count.explained) explained += number;
    return std::to_string(count.cases) + " cases, " + std::to_string(count.verdicts) + " verdicts, " +
           std::to_string(count.mismatches) + " mismatches" +
           (explained == 0 ? "" : ", " + std::to_string(explained) + " explained");
}

VectorCount& VectorCount::operator+=(const VectorCount& other) {
    cases += other.cases;
    verdicts += other.verdicts;
    mismatches += other.mismatches;
    for (const auto& [name, number] : other.explained) explained[name] += number;
    return *this;
}

std::string render_explained(const VectorCount& count) {
    std::string text;
    for (const auto& deviation : deviations()) {
        const auto found = count.explained.find(std::string(deviation.name));
        if (found == count.explained.end()) continue;
        text += fmt::format("  {:>6}  {}: {}\n          {}\n", found->second, deviation.name, deviation.text,
                            deviation.source);
    }
    return text.empty() ? text : "explained by what is known to differ:\n" + text;
}

namespace {

VectorCount counted(const Comparison& comparison, size_t flows, const std::function<void(const Mismatch&)>& report) {
    VectorCount count{1, flows, 0, {}};
    for (const auto& found : {comparison.policies(), comparison.flows()}) {
        for (const auto& mismatch : found) {
            if (mismatch.explained_by.empty()) {
                ++count.mismatches;
                report(mismatch);
            } else {
                ++count.explained[mismatch.explained_by];
            }
        }
    }
    return count;
}

}  // namespace

Result<VectorCount> run_vectors(const std::filesystem::path& file, const engine::Cilium& otherwise,
                                const std::function<void(const Mismatch&)>& report) {
    auto reader = LineReader::open(file);
    if (!reader) return std::move(reader).error();
    VectorCount total;
    std::string line;
    for (;;) {
        auto more = reader->next(line);
        if (!more) return std::move(more).error();
        if (!*more) return total;
        if (trim(line).empty()) continue;
        const std::string where = file.filename().string() + ":" + std::to_string(reader->number());
        const auto parsed = parse_vector_case(line);
        if (!parsed) return Error(parsed.error()).in(file.string() + ":" + std::to_string(reader->number()));
        const Comparison comparison(where + " " + parsed->id, *parsed, otherwise);
        total += counted(comparison, parsed->flows.size(), report);
    }
}

}  // namespace pgreach::vectors
