#pragma once

#include <string_view>

#include "model/world.hpp"
#include "vectors/json_reader.hpp"

namespace pgreach::vectors {

// Reads the parts of a case that make its world: pods, namespaces, namedPorts, objects, dns.
class WorldReader {
  public:
    // Reads what stands under that name; false where it is no part of a world. Pods come before namedPorts.
    bool read(std::string_view name, JsonReader& json);

    // Whether something was said that Cilium's policy code alone is never asked about.
    bool is_extended() const { return extended_; }
    World take() { return std::move(world_); }

  private:
    Endpoint endpoint(JsonReader& json);
    void share_ports(JsonReader& json);

    World world_;
    bool extended_ = false;
};

}  // namespace pgreach::vectors
