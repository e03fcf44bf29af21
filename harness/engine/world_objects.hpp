#pragma once

#include "manifest/manifest.hpp"
#include "model/world.hpp"

namespace pgreach::engine {

// Puts what an object of the cluster says into a world: the labels of a Namespace, a CiliumCIDRGroup, a Service, and
// the addresses of an EndpointSlice or Endpoints object for the Service that it belongs to. False for any other kind,
// of which policies see nothing.
bool add_to_world(const manifest::Manifest& object, World& world);

}  // namespace pgreach::engine
