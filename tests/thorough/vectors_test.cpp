// All recorded answers of Cilium; tests/unit/vectors takes the short files alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "vectors/vectors.hpp"

namespace pgreach::vectors {
namespace {

// A file, the number of its cases and of their verdicts.
struct Answers {
    const char* file;
    size_t cases;
    size_t verdicts;
};

void PrintTo(const Answers& answers, std::ostream* out) {
    *out << answers.file;
}

class Cilium : public testing::TestWithParam<Answers> {};

std::filesystem::path given(const std::string& name) {
    return std::filesystem::path(PGREACH_SOURCE_DIR) / "fixtures/vectors" / name;
}

TEST_P(Cilium, AgreesInAllOfThem) {
    std::vector<std::string> mismatches;
    const auto count =
        run_vectors(given(GetParam().file), {}, [&mismatches](const Mismatch& m) { mismatches.push_back(render(m)); });
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_THAT(mismatches, testing::IsEmpty());
    EXPECT_EQ(count->cases, GetParam().cases);
    EXPECT_EQ(count->verdicts, GetParam().verdicts);
}

INSTANTIATE_TEST_SUITE_P(Vectors, Cilium,
                         testing::Values(Answers{"cilium-1.20-core.jsonl.gz", 600, 13150},
                                         Answers{"cilium-1.20-wild.jsonl.gz", 1500, 32910},
                                         Answers{"older/cilium-1.15-given.jsonl.gz", 500, 8810},
                                         Answers{"older/cilium-1.16-given.jsonl.gz", 500, 8640},
                                         Answers{"older/cilium-1.17-given.jsonl.gz", 500, 8815},
                                         Answers{"older/cilium-1.18-given.jsonl.gz", 500, 8758},
                                         Answers{"older/cilium-1.19-given.jsonl.gz", 500, 8874},
                                         Answers{"older/cilium-1.20-given.jsonl.gz", 500, 8772}));

// Judged as another release, files that know the difference do not agree, and no deviation of other projects explains
// it.
TEST(Vectors, NothingExplainsADisagreementWithCilium) {
    for (const auto& [file, release] : {std::pair("cilium-1.20-wild.jsonl.gz", engine::Cilium(1, 15)),
                                        std::pair("cilium-1.20-core.jsonl.gz", engine::Cilium(1, 16))}) {
        const auto count = run_vectors(given(file), release, [](const Mismatch&) {});
        ASSERT_TRUE(count) << count.error().message;
        EXPECT_GT(count->mismatches, 0U) << file;
        EXPECT_TRUE(count->explained.empty()) << file;
    }
}

}  // namespace
}  // namespace pgreach::vectors
