#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "manifest/cidr.hpp"

namespace pgreach::reach {

// Addresses outside the cluster, of both families, however they are divided into blocks: 10.0.0.0/9 and 10.128.0.0/9
// are 10.0.0.0/8.
class AddressSet {
  public:
    AddressSet() = default;
    static AddressSet everything();
    static AddressSet every(bool v6);
    static AddressSet of(const manifest::Cidr& block);
    static AddressSet of(const std::vector<manifest::Cidr>& blocks);

    bool empty() const { return ranges_.empty(); }
    bool covers(const AddressSet& other) const { return other.without(*this).empty(); }
    AddressSet operator|(const AddressSet& other) const;
    AddressSet operator&(const AddressSet& other) const;
    AddressSet without(const AddressSet& other) const;
    // The fewest blocks that are it, in order.
    std::vector<manifest::Cidr> blocks() const;
    auto operator<=>(const AddressSet&) const = default;

  private:
    struct Address {
        bool v6 = false;
        std::uint64_t high = 0;
        std::uint64_t low = 0;  // an IPv4 address alone
        auto operator<=>(const Address&) const = default;
    };
    struct Range {
        Address first;
        Address last;  // of the same family
        auto operator<=>(const Range&) const = default;
    };
    static Address next(Address address);
    static Address previous(Address address);
    static Address lowest(bool v6) { return {v6, 0, 0}; }
    static Address highest(bool v6);
    static Range range_of(const manifest::Cidr& block);
    static manifest::Cidr largest_block(const Address& first, const Address& last);
    void add(Range range);
    static AddressSet united(std::vector<Range> ranges);

    std::vector<Range> ranges_;  // sorted; no two touch
};

// "203.0.113.0/24", without host bits.
std::string to_text(const manifest::Cidr& block);
// "10.0.0.0/8 except 10.1.0.0/16", "the internet", "every IPv4 address outside the cluster".
std::string to_text(const AddressSet& addresses);

}  // namespace pgreach::reach
