#pragma once

namespace pgreach {

// Whether the user asked us to stop (Ctrl-C, SIGTERM). Whoever waits also polls `fd`, which becomes readable then and
// stays so.
class StopSignal {
  public:
    virtual ~StopSignal() = default;
    virtual bool requested() const = 0;
    virtual int fd() const = 0;
};

}  // namespace pgreach
