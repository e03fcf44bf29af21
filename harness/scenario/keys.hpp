#pragma once

#include <span>
#include <string>
#include <string_view>

namespace pgreach::scenario {

// A key of a map in a file of ours, and what it means: what the loader takes and what the reference says is this.
struct Key {
    const char* name;
    const char* value;  // what is written there: "text", "a list of steps"
    const char* meaning;
    bool needed = false;
};

// A map, under the name that messages have for it.
struct KeyTable {
    const char* map;    // "a scenario"
    const char* where;  // where it stands: "the file itself"
    std::span<const Key> keys;
    bool any_key = false;  // its keys are names that people give
};

// Of scenario files, then of participants files.
std::span<const KeyTable> key_tables();

// The table of a map. One that no table has is a bug, and throws.
const KeyTable& keys_of(std::string_view map);

// docs/scenario-reference.md, all of it.
std::string reference();

}  // namespace pgreach::scenario
