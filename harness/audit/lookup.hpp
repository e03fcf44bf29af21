#pragma once

#include "kube/hubble.hpp"
#include "model/observation.hpp"

namespace pgreach::audit {

// What the attempts of a lookup show: an address is an answer of DNS, whatever came of the connection afterwards; and
// what was dropped of it (`dropped`, null for nothing) is that, for the socket is the C library's own and its address
// not known.
void show_lookup(const kube::HubbleEvent* dropped, Observation& observation);

}  // namespace pgreach::audit
