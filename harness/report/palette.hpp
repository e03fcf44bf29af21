#pragma once

#include <string>

namespace pgreach::report {

// Colours that say again what the words say already; all empty where colour is not wanted.
struct Palette {
    std::string good;
    std::string bad;
    std::string unsure;
    std::string known;
    std::string faint;
    std::string strong;
    std::string end;

    static Palette plain() { return {}; }
    static Palette ansi() { return {"\033[32m", "\033[31m", "\033[35m", "\033[33m", "\033[2m", "\033[1m", "\033[0m"}; }
};

}  // namespace pgreach::report
