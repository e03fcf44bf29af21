#include "backend/embedded/ready_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/file.hpp"

namespace pgreach::backend {

Result<ReadySocket> ReadySocket::create(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket || ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return system_error("cannot make " + path.string(), errno);
    }
    ::chmod(path.c_str(), 0666);  // the server may be another user; nobody else sees this disk
    return ReadySocket(std::move(socket));
}

bool ReadySocket::ready() {
    std::array<char, 512> text{};
    for (;;) {
        const ssize_t length = ::recv(socket_.get(), text.data(), text.size(), 0);
        if (length <= 0) return ready_;
        const std::string_view said(text.data(), static_cast<size_t>(length));
        if (said.find("READY=1") != std::string_view::npos) ready_ = true;
    }
}

}  // namespace pgreach::backend
