#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <utility>

#include "base/file.hpp"
#include "base/folder.hpp"
#include "base/text.hpp"
#include "engine/engine.hpp"
#include "engine/examine.hpp"
#include "engine/translate.hpp"
#include "page/page.hpp"
#include "thorough/random_corpus.hpp"
#include "unit/lint/support.hpp"
#include "vectors/line_reader.hpp"
#include "vectors/vector_case.hpp"

namespace pgreach::lint {
namespace {

struct Port {
    Protocol protocol;
    int number;
};
const std::vector<Port> asked_ports = {
    {Protocol::tcp, 5432}, {Protocol::tcp, 8000}, {Protocol::udp, 53}, {Protocol::tcp, 443}, {Protocol::tcp, 9187}};

int from_environment(const char* name, int otherwise) {
    const char* given = std::getenv(name);
    return given != nullptr ? std::atoi(given) : otherwise;
}

std::vector<manifest::Manifest> policies_of(const std::vector<SourcePtr>& files) {
    std::vector<manifest::Manifest> policies;
    for (const auto& file : files) {
        for (auto& object : manifest::read(file).manifests) {
            if (engine::is_policy(object)) policies.push_back(std::move(object));
        }
    }
    return policies;
}

engine::PolicySet in_force(const std::vector<manifest::Manifest>& policies) {
    engine::PolicySet set;
    for (const auto& policy : policies) set.apply(policy, FieldValidation::strict);
    return set;
}

// Services, names and groups may be there or not.
std::vector<World> worlds_like(const World& world) {
    World bare = world;
    bare.services.clear();
    bare.dns.clear();
    bare.cidr_groups.clear();
    return {world, bare};
}

// What following a remedy may change: nothing, or what it names.
class Comparison {
  public:
    Comparison(const Corpus& before, const Followed& followed) : followed_(followed) {
        before_ = policies_of(before.files);
        after_ = policies_of(followed.after.files);
    }
    std::string unnamed_change(const World& world) const;
    std::string admission_change() const;

  private:
    bool is_named(const engine::Evaluator& named, const Flow& flow, bool inward) const;

    const Followed& followed_;
    std::vector<manifest::Manifest> before_;
    std::vector<manifest::Manifest> after_;
};

bool Comparison::is_named(const engine::Evaluator& named, const Flow& flow, bool inward) const {
    if (followed_.named.empty()) return false;
    if (followed_.named.starts_with("everything")) return followed_.named.ends_with(inward ? "ingress" : "egress");
    const auto decision = named.evaluate(flow);
    const auto& side = inward ? decision.ingress : decision.egress;
    return side.verdict == Verdict::allow && !side.by.empty();
}

std::string Comparison::unnamed_change(const World& world) const {
    const engine::Evaluator before(world, in_force(before_));
    const engine::Evaluator after(world, in_force(after_));
    const bool rule = !followed_.named.empty() && !followed_.named.starts_with("everything");
    const engine::Evaluator named(world, in_force(rule ? policies_of({source(followed_.named, "named.json")})
                                                       : std::vector<manifest::Manifest>()));
    for (size_t from = 0; from < world.endpoints.size(); ++from) {
        for (size_t to = 0; to < world.endpoints.size(); ++to) {
            for (const auto& [protocol, port] : asked_ports) {
                const auto was = before.verdicts(from, to, protocol, port);
                const auto is = after.verdicts(from, to, protocol, port);
                const Flow flow{world.endpoints[from].name, world.endpoints[to].name, protocol, port};
                for (const bool inward : {true, false}) {
                    const auto old = inward ? was.ingress : was.egress;
                    const auto now = inward ? is.ingress : is.egress;
                    if (old == now) continue;
                    if (now == Verdict::allow && is_named(named, flow, inward)) continue;
                    return describe(flow) + (inward ? " ingress" : " egress") +
                           (now == Verdict::allow ? " opened" : " closed");
                }
            }
        }
    }
    return {};
}

// Policies that were in force still are.
std::string Comparison::admission_change() const {
    const auto refused = [](const std::vector<manifest::Manifest>& policies) {
        return std::count_if(policies.begin(), policies.end(), [](const manifest::Manifest& policy) {
            return !engine::examine(policy, FieldValidation::strict).admission.in_force();
        });
    };
    const auto was = refused(before_), is = refused(after_);
    return is > was ? "a policy is no longer taken" : "";
}

using Counts = std::map<std::pair<std::string, std::string>, int>;

// Needs that one rule would meet are told together, which rule that is may change: each is looked for by itself.
constexpr std::string_view guess = ", if there is one";
void count_needs(const std::string& text, bool guesses, Counts& counts) {
    constexpr std::string_view middle = ", and no other policy lets this pass: ";
    const size_t at = text.find(middle);
    if (at == std::string::npos || text.rfind('(', at) == std::string::npos) return;
    const std::string side = text.substr(0, text.find(" rules of this policy"));
    const size_t begin = text.rfind('(', at) + 1;
    for (const auto& clusters : split(std::string_view(text).substr(begin, text.find(')', begin) - begin), ';')) {
        const std::string_view all = trim(clusters);
        const std::string where(all.substr(0, all.find(guess)));
        if (where.size() < all.size() && !guesses) continue;
        for (const auto& consequence : split(std::string_view(text).substr(at + middle.size()), ';')) {
            const std::string what = ": " + std::string(trim(consequence));
            counts[{side, where + what}] = 1;
            counts[{side, "any cluster" + what}] = 1;  // the operator's are told so where no cluster is known any more
        }
    }
}

// Guesses begin where no file names a cluster any more, and end where a remedy names one.
Counts counts_of(const LintResult& report, bool guesses) {
    Counts counts;
    for (const auto& finding : report.findings) {
        if (finding.text.starts_with("under the ")) {
            count_needs(finding.text, guesses, counts);  // of whichever policy comes first
        } else {
            ++counts[{finding.source->name, finding.code}];
        }
    }
    return counts;
}

int count_at(const Counts& counts, const std::pair<std::string, std::string>& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

// The same of the same file, or fewer of its code: of two items that cover each other, the one that is left may be told
// of in the words of the other.
bool is_silenced(const Diagnostic& finding, const LintResult& before, const LintResult& after) {
    const auto count = [&finding](const LintResult& report, bool same) {
        return std::count_if(report.findings.begin(), report.findings.end(), [&](const Diagnostic& other) {
            const bool alike = other.code == finding.code && other.text == finding.text;
            return other.source->name == finding.source->name && (alike || (!same && other.code == finding.code));
        });
    };
    return count(after, true) < count(before, true) || count(after, false) < count(before, false);
}

std::string text_of(const Corpus& corpus) {
    std::string text;
    for (const auto& file : corpus.files) text += file->name + ": " + file->text + "\n";
    return text;
}

// Follows every remedy of a corpus; counts by code what was followed.
void follow_all(const Corpus& corpus, std::map<std::string, int>& followed) {
    const LintResult report = corpus.lint();
    const Counts before = counts_of(report, true);
    for (const auto& finding : report.findings) {
        const auto result = follow(corpus, finding);
        if (!result) continue;
        ++followed[finding.code];
        SCOPED_TRACE(text_of(corpus) + render(finding));
        const LintResult later = result->after.lint();
        EXPECT_TRUE(is_silenced(finding, report, later)) << "it is still there";
        for (const auto& [key, times] : counts_of(later, false)) {
            EXPECT_LE(times, count_at(before, key)) << key.first << " " << key.second << " is new";
        }
        const Comparison comparison(corpus, *result);
        EXPECT_EQ(comparison.admission_change(), "");
        for (const auto& world : worlds_like(corpus.world)) EXPECT_EQ(comparison.unnamed_change(world), "");
        if (testing::Test::HasFailure()) return;
    }
}

// Enough of each kind, or the test says nothing.
void expect_enough(const std::map<std::string, int>& followed, const std::vector<std::string>& codes_wanted) {
    for (const auto& code : codes_wanted) {
        const auto found = followed.find(code);
        EXPECT_GE(found == followed.end() ? 0 : found->second, 3) << code;
    }
    for (const auto& [code, count] : followed) testing::Test::RecordProperty(code, count);
}

constexpr int usual_corpora = 15;
// PGREACH_SEED repeats a run, PGREACH_WORLDS makes it longer.
TEST(LintProperty, FollowingARemedySilencesItAndChangesWhatItNamesAlone) {
    const int corpora = from_environment("PGREACH_WORLDS", usual_corpora);
    const auto seed = static_cast<unsigned>(from_environment("PGREACH_SEED", 1));
    std::map<std::string, int> followed;
    for (unsigned i = 0; i < static_cast<unsigned>(corpora); ++i) {
        SCOPED_TRACE("repeat with PGREACH_SEED=" + std::to_string(seed + i) + " PGREACH_WORLDS=1");
        follow_all(RandomCorpus(seed + i).make(), followed);
        if (HasFailure()) return;
    }
    if (corpora < usual_corpora) return;
    expect_enough(followed, {"replication-closed", "operator-closed", "status-command-closed", "covered-peer"});
}

// Policies that people and fuzzers wrote, with the worlds that come with them; PGREACH_CASES makes it longer.
TEST(LintProperty, TheSameOnRecordedPolicies) {
    const int wanted = from_environment("PGREACH_CASES", 12);
    std::map<std::string, int> followed;
    for (const char* name :
         {"documented.jsonl.gz", "cilium-1.20-wild.jsonl.gz", "cilium-1.20-networkpolicy.jsonl.gz"}) {
        auto reader = vectors::LineReader::open(std::string(PGREACH_SOURCE_DIR "/fixtures/vectors/") + name);
        ASSERT_TRUE(reader) << reader.error().message;
        std::string line;
        for (int taken = 0; taken < wanted; ++taken) {
            const auto more = reader->next(line);
            ASSERT_TRUE(more);
            if (!*more) break;
            const auto one = vectors::parse_vector_case(line);
            ASSERT_TRUE(one) << one.error().message;
            if (one->mode.value_or(engine::EnforcementMode::default_mode) != engine::EnforcementMode::default_mode)
                continue;
            Corpus corpus{{}, one->world};
            for (size_t i = 0; i < one->policies.size(); ++i) {
                corpus.files.push_back(
                    source(yaml::to_json(one->policies[i].document), "f" + std::to_string(i) + ".json"));
            }
            SCOPED_TRACE(std::string(name) + " " + one->id);
            follow_all(corpus, followed);
            if (HasFailure()) return;
        }
    }
    expect_enough(followed, {"replication-closed", "operator-closed", "covered-peer"});
}

// Each document by itself, as a remedy speaks of one.
Corpus corpus_of(const std::filesystem::path& path, const World& world) {
    Corpus corpus{{}, world};
    const auto text = read_file(path);
    if (!text) return corpus;
    std::vector<SourcePtr> texts = {source(*text, path.string())};
    if (path.extension() == ".md") {
        const auto page = std::exchange(texts, {}).front();
        for (const auto& block : page::yaml_blocks(page)) texts.push_back(block.source);
    }
    for (const auto& one : texts) {
        for (const auto& object : manifest::read(one).manifests) {
            corpus.files.push_back(
                source(yaml::to_json(object.document), "f" + std::to_string(corpus.files.size()) + ".json"));
        }
    }
    return corpus;
}

// Inputs that were once answered wrongly, the documentation's page, and what the scenarios apply.
TEST(LintProperty, TheSameOnTheFilesOfThisRepository) {
    std::map<std::string, int> followed;
    for (const char* where : {"fixtures/cases", "fixtures/docs", "scenarios/corrected/policies"}) {
        const auto files = files_below(std::string(PGREACH_SOURCE_DIR "/") + where, {".yaml", ".md"});
        ASSERT_TRUE(files) << files.error().message;
        for (const auto& file : *files) {
            SCOPED_TRACE(file.string());
            for (const char* cluster : {"pg", "cluster-example"}) {
                follow_all(corpus_of(file, RandomCorpus::world({"db", "default"}, cluster)), followed);
            }
            if (HasFailure()) return;
        }
    }
    expect_enough(followed, {"replication-closed", "operator-closed", "join-closed", "names-not-learned"});
}

}  // namespace
}  // namespace pgreach::lint
