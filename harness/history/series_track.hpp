#pragma once

#include <map>
#include <string>
#include <vector>

#include "history/news.hpp"

namespace pgreach::history {

// Follows the cells of one series from run to run.
class SeriesTrack {
  public:
    // The runs of one series come in their order.
    void add(const Run& run);

    // What became of every cell, as of the last run. Changes of before the last `window` runs are left out.
    void tell(const NewsRule& rule, SeriesNews& news) const;

  private:
    struct Event {
        size_t run = 0;  // by its number
        diff::Change change;
    };
    struct Track {
        diff::Cell told = {};  // as it was last told
        bool there = true;
        std::vector<Event> events = {};
        std::vector<size_t> unstable = {};  // runs that contradicted themselves
    };

    void add_scenario(const std::string& name, const Picture& picture, bool complete);
    void see(const diff::CellKey& key, const diff::Cell& cell, bool is_new_scenario);
    void note(Track& track, diff::Change change) const {
        track.events.push_back({started_.size() - 1, std::move(change)});
    }
    std::string flaky_text(const Track& track, size_t from, const NewsRule& rule) const;

    std::vector<std::string> started_ = {};  // of each run
    std::map<diff::CellKey, Track> tracks_ = {};
    std::map<std::string, std::shared_ptr<const Picture>> last_ = {};  // by scenario
};

}  // namespace pgreach::history
