#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "docs/known.hpp"
#include "manifest/manifest.hpp"
#include "page/page.hpp"

namespace pgreach::docs {

// What has become of an example since its scenario was written.
enum class ExampleState : std::uint8_t {
    unchanged,  // byte for byte
    changed,
    fresh,  // there is no scenario for it: "new"
};
std::string_view to_string(ExampleState state);

// A listing of a page that holds policies, or was meant to.
struct Example {
    page::Block block;
    std::vector<manifest::Manifest> policies = {};  // those of its objects that are policies
    ExampleState state = ExampleState::fresh;
    const KnownExample* known = nullptr;  // null for a fresh one
};

// The examples of a page, matched with those that are known: by their text, else by the names of their policies, else,
// on a page that has some of the known ones, by heading and number. `gone` becomes the known ones of a page that has
// some of them, and not these.
std::vector<Example> examples_of(const page::Page& page, const std::vector<KnownExample>& known,
                                 std::vector<const KnownExample*>& gone);

}  // namespace pgreach::docs
