#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pgreach::engine {

// A set of small numbers, one bit each.
class Bits {
  public:
    explicit Bits(size_t size = 0) : words_((size + 63) / 64) {}

    void set(size_t index) { words_[index / 64] |= std::uint64_t{1} << (index % 64); }
    void clear(size_t index) { words_[index / 64] &= ~(std::uint64_t{1} << (index % 64)); }
    bool test(size_t index) const { return (words_[index / 64] >> (index % 64) & 1) != 0; }
    void fill() {
        for (auto& word : words_) word = ~std::uint64_t{0};
    }
    Bits& operator|=(const Bits& other) {
        for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
        return *this;
    }
    Bits& operator&=(const Bits& other) {
        for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
        return *this;
    }
    // Takes the other's members out.
    Bits& operator-=(const Bits& other) {
        for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
        return *this;
    }

    bool intersects(const Bits& other) const {
        for (size_t i = 0; i < words_.size(); ++i) {
            if ((words_[i] & other.words_[i]) != 0) return true;
        }
        return false;
    }
    // In their order. After fill() some are beyond the size that was asked for.
    template <typename Visitor>
    void for_each(const Visitor& visit) const {
        for (size_t i = 0; i < words_.size(); ++i) {
            for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
                visit(i * 64 + static_cast<size_t>(std::countr_zero(word)));
            }
        }
    }

  private:
    std::vector<std::uint64_t> words_;
};

}  // namespace pgreach::engine
