#pragma once

#include <memory>
#include <string>

#include "engine/cilium.hpp"
#include "world/contents.hpp"
#include "world/objects.hpp"

namespace pgreach::world {

inline Objects objects_of(const std::string& text, const std::string& name = "world.yaml", bool named = true) {
    return read_objects({{std::make_shared<const Source>(Source{name, text}), named}});
}

inline Contents contents_of(const std::string& text, const engine::Cilium& cilium = {}) {
    return make_contents(objects_of(text), cilium);
}

}  // namespace pgreach::world
