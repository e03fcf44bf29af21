#pragma once

#include "model/world.hpp"
#include "yaml/node.hpp"

namespace pgreach::audit {

// Whether a LabelSelector of Kubernetes (matchLabels, matchExpressions) matches these labels. An empty one matches all;
// what is no map, or has an operator that Kubernetes does not know, matches none.
bool matches(const yaml::Node& selector, const Labels& labels);

// The same of a plain map of labels, as a Service has it. An empty one selects nothing.
bool selects(const Labels& selector, const Labels& labels);

// A map of an object as labels.
Labels labels_from(const yaml::Node* map);

}  // namespace pgreach::audit
