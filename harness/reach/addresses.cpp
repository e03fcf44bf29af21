#include "reach/addresses.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace pgreach::reach {
namespace {

using manifest::Cidr;

constexpr std::uint64_t all_ones = ~std::uint64_t{0};
constexpr std::uint64_t last_v4 = 0xFFFFFFFFULL;
// More blocks than these are not told one by one.
constexpr size_t most_blocks = 4;

int family_bits(bool v6) {
    return v6 ? 128 : 32;
}

// The smallest block around both ends.
Cidr around(const Cidr& first, const Cidr& last) {
    Cidr block = first;
    while (block.bits > 0 && !block.masked().contains(last)) --block.bits;
    return block.masked();
}

std::vector<std::string> texts_of(const std::vector<Cidr>& blocks) {
    std::vector<std::string> texts;
    for (const auto& block : blocks) texts.push_back(to_text(block));
    return texts;
}

}  // namespace

AddressSet::Address AddressSet::highest(bool v6) {
    return v6 ? Address{true, all_ones, all_ones} : Address{false, 0, last_v4};
}

AddressSet::Address AddressSet::next(Address address) {
    if (++address.low == 0) ++address.high;
    return address;
}

AddressSet::Address AddressSet::previous(Address address) {
    if (address.low-- == 0) --address.high;
    return address;
}

AddressSet::Range AddressSet::range_of(const Cidr& block) {
    const Cidr masked = block.masked();
    Range range{{masked.v6, 0, 0}, {masked.v6, 0, 0}};
    const size_t bytes = masked.v6 ? 16 : 4;
    for (size_t i = 0; i < bytes; ++i) {
        const auto free = static_cast<unsigned>(std::clamp((static_cast<int>(i) + 1) * 8 - masked.bits, 0, 8));
        const std::uint64_t byte = masked.address[i];
        for (auto [end, value] : {std::pair{&range.first, byte}, std::pair{&range.last, byte | ((1U << free) - 1U)}}) {
            end->high = end->high << 8U | end->low >> 56U;
            end->low = end->low << 8U | value;
        }
    }
    if (!masked.v6) range.first.high = range.last.high = 0;
    return range;
}

void AddressSet::add(Range range) {
    if (!ranges_.empty()) {
        Range& before = ranges_.back();
        const bool touches =
            before.last >= range.first || (before.last != highest(before.last.v6) && before.last.v6 == range.first.v6 &&
                                           next(before.last) == range.first);
        if (touches) {
            before.last = std::max(before.last, range.last);
            return;
        }
    }
    ranges_.push_back(range);
}

AddressSet AddressSet::every(bool v6) {
    AddressSet all;
    all.ranges_.push_back({lowest(v6), highest(v6)});
    return all;
}

AddressSet AddressSet::everything() {
    return every(false) | every(true);
}

AddressSet AddressSet::of(const Cidr& block) {
    AddressSet some;
    some.ranges_.push_back(range_of(block));
    return some;
}

AddressSet AddressSet::of(const std::vector<Cidr>& blocks) {
    std::vector<Range> ranges;
    for (const auto& block : blocks) ranges.push_back(range_of(block));
    return united(std::move(ranges));
}

AddressSet AddressSet::united(std::vector<Range> ranges) {
    std::sort(ranges.begin(), ranges.end());
    AddressSet all;
    for (const auto& range : ranges) all.add(range);
    return all;
}

AddressSet AddressSet::operator|(const AddressSet& other) const {
    std::vector<Range> all = ranges_;
    all.insert(all.end(), other.ranges_.begin(), other.ranges_.end());
    return united(std::move(all));
}

AddressSet AddressSet::without(const AddressSet& other) const {
    AddressSet rest;
    auto hole = other.ranges_.begin();
    for (auto range : ranges_) {
        while (hole != other.ranges_.end() && hole->last < range.first) ++hole;
        bool gone = false;
        for (auto next_hole = hole; next_hole != other.ranges_.end() && next_hole->first <= range.last; ++next_hole) {
            if (range.first < next_hole->first) rest.ranges_.push_back({range.first, previous(next_hole->first)});
            gone = next_hole->last >= range.last;
            if (gone) break;
            range.first = next(next_hole->last);
        }
        if (!gone) rest.ranges_.push_back(range);
    }
    return rest;
}

AddressSet AddressSet::operator&(const AddressSet& other) const {
    return without(without(other));
}

Cidr AddressSet::largest_block(const Address& first, const Address& last) {
    Cidr block{first.v6, {}, family_bits(first.v6)};
    const size_t bytes = first.v6 ? 16 : 4;
    for (size_t i = 0; i < bytes; ++i) {
        const size_t shift = (bytes - 1 - i) * 8;
        const std::uint64_t word = shift >= 64 ? first.high >> (shift - 64) : first.low >> shift;
        block.address[i] = static_cast<std::uint8_t>(word & 0xFFU);
    }
    while (block.bits > 0) {
        Cidr wider = block;
        --wider.bits;
        if (wider.masked() != Cidr{wider.v6, block.address, wider.bits} || range_of(wider).last > last) break;
        block = wider;
    }
    return block;
}

std::vector<Cidr> AddressSet::blocks() const {
    std::vector<Cidr> blocks;
    for (const auto& range : ranges_) {
        for (Address first = range.first;;) {
            blocks.push_back(largest_block(first, range.last));
            const Address last = range_of(blocks.back()).last;
            if (last >= range.last) break;
            first = next(last);
        }
    }
    return blocks;
}

std::string to_text(const Cidr& block) {
    const Cidr masked = block.masked();
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(masked.v6 ? AF_INET6 : AF_INET, masked.address.data(), text.data(), text.size());
    return std::string(text.data()) + "/" + std::to_string(masked.bits);
}

std::string to_text(const AddressSet& addresses) {
    if (addresses == AddressSet::everything()) return "the internet";
    for (const bool v6 : {false, true}) {
        if (addresses == AddressSet::every(v6)) {
            return std::string("every ") + (v6 ? "IPv6" : "IPv4") + " address outside the cluster";
        }
    }
    const auto blocks = addresses.blocks();
    if (blocks.empty()) return "no address";
    if (blocks.size() <= 2) return join(texts_of(blocks), ", ");
    if (blocks.front().v6 == blocks.back().v6) {
        const Cidr whole = around(blocks.front(), blocks.back());
        const auto holes = AddressSet::of(whole).without(addresses).blocks();
        if (holes.size() < blocks.size()) {
            auto texts = texts_of(holes);
            if (texts.size() > most_blocks) {
                const size_t more = texts.size() - most_blocks;
                texts.resize(most_blocks);
                texts.push_back(std::to_string(more) + " more blocks");
            }
            return to_text(whole) + " except " + enumerate(texts);
        }
    }
    auto texts = texts_of(blocks);
    if (texts.size() > most_blocks) {
        const size_t more = texts.size() - most_blocks;
        texts.resize(most_blocks);
        texts.push_back("and " + std::to_string(more) + " more blocks");
    }
    return join(texts, ", ");
}

}  // namespace pgreach::reach
