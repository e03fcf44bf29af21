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

// For teardown, which is not to be stopped.
class NeverStop final : public StopSignal {
  public:
    bool requested() const override { return false; }
    int fd() const override { return -1; }
};

}  // namespace pgreach
