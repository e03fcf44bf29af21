#pragma once

#include <string>
#include <vector>

#include "engine/cilium.hpp"
#include "manifest/manifest.hpp"
#include "model/participants.hpp"

namespace pgreach::docs {

// Who tries an example that nobody has written participants for: the instances of a database that wear what its
// policies select, CloudNativePG's operator, a peer that matches each selector, one that nearly does for each of its
// labels (the label missing, its value in other letters or with something behind it) and one in another namespace,
// peers inside and outside of blocks of addresses, the node, and somebody outside the cluster. Ports that the policies
// name are served, three at most.
Participants derive_participants(const std::vector<manifest::Manifest>& policies, const std::string& name,
                                 const engine::Cilium& cilium);

}  // namespace pgreach::docs
