#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cilium.hpp"

namespace pgreach::engine {

// Which labels make an identity: the agent's own list, and what its option `labels` adds to it. A label is kept if a
// longer part of its key is included than is left out; with an include of the user's, only what is included is kept.
// Cilium: pkg/labelsfilter/filter.go.
class LabelFilter {
  public:
    explicit LabelFilter(const Cilium& cilium);

    bool keeps(std::string_view source, std::string_view key) const;

    // Why an agent would not start with an item of the option `labels`; empty if it would.
    static std::string fault_of(const std::string& item);
    // What is hardly meant by an item that agents take, and what they take it for; empty of most.
    static std::string remark_on(const std::string& item);

  private:
    struct Expression;
    struct Item {
        std::string source;  // empty: any
        bool included = true;
        std::shared_ptr<const Expression> expression;
    };
    bool only_included_ = false;
    std::vector<Item> items_;
    bool topology_is_left_out_ = true;
};

}  // namespace pgreach::engine
