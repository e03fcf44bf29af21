#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "base/unique_fd.hpp"

namespace pgreach::backend {

// Where a server says that it is ready: sd_notify(3), which PostgreSQL speaks. By path, since abstract names belong to
// a network namespace.
class ReadySocket {
  public:
    static Result<ReadySocket> create(const std::filesystem::path& path);

    // Readable when the server has said something.
    int fd() const { return socket_.get(); }
    // Reads all that was said; whether it was, now or before, that the server is ready.
    bool ready();

  private:
    explicit ReadySocket(UniqueFd socket) : socket_(std::move(socket)) {}

    UniqueFd socket_;
    bool ready_ = false;
};

}  // namespace pgreach::backend
