// Any text as the picture of a scenario that a history holds: what is understood is the same once it is written and
// read again; and any text as a record: its run can be kept and compared with itself.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "diff/diff.hpp"
#include "history/news.hpp"
#include "history/picture_text.hpp"
#include "history/render.hpp"
#include "verdict/record_json.hpp"

using namespace pgreach;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto picture = history::parse_picture(text, "scenario")) {
        const auto again = history::parse_picture(history::to_text(*picture), "scenario");
        if (!again || history::to_text(*again) != history::to_text(*picture)) std::abort();
    }
    const auto record = verdict::parse_record(text);
    if (!record) return 0;
    const auto difference = diff::compare({"a", *record}, {"b", *record});
    if (difference && difference->count(diff::ChangeKind::untold) != difference->changes.size()) std::abort();
    const auto run = history::run_of(*record, "series");
    const auto news = history::news_of({run, run});
    if (news.at(0).has_news()) std::abort();
    static_cast<void>(history::to_issue(news, {}));
    return 0;
}
