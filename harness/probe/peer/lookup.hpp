#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace pgreach::probe {

// Resolves a name without making anybody wait. A resolver that does not answer is left to itself: its thread ends when
// the C library gives up.
class Lookup {
  public:
    explicit Lookup(std::string name);

    // Readable once there is a result.
    int fd() const;
    // The first address; only once `fd` is readable. Fails with the resolver's reason.
    Result<std::string> address() const;

  private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

// Whether there is nothing to look up.
bool is_number(const std::string& address);

}  // namespace pgreach::probe
