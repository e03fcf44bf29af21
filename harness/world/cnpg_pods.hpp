#pragma once

#include <vector>

#include "world/pods.hpp"

namespace pgreach::world {

// Adds what CloudNativePG makes of the Clusters and Poolers among the objects where their pods are not there yet: their
// pods, the services of both, and the operator if there is none. The names and labels are those of model/cnpg.hpp.
void add_cnpg(const std::vector<manifest::Manifest>& objects, std::vector<Pods>& pods, World& world);

// Pods of a Cluster or Pooler, by their labels: their owner is that.
void claim_for_cnpg(Pods& pods);

}  // namespace pgreach::world
