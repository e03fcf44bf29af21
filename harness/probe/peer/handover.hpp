#pragma once

#include <string>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

// How a probe whose stream was lost in mid-watch is found again: by a name in its network, which no file system has.
namespace pgreach::probe {

// Where whoever resumes it knocks. Readable when somebody does.
Result<UniqueFd> offer_stream(const std::string& name);
// Whoever knocks, if it is of the same user.
Result<UniqueFd> accept_stream(int offer);

// What `pgreach-probe --resume NAME` does: finds the probe, and passes bytes on in both directions until one of them
// ends. Returns the exit code; 3 where there is no such probe.
int resume(const std::string& name, int in, int out);

}  // namespace pgreach::probe
