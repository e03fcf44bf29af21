#include "probe/peer/lookup.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <system_error>
#include <thread>

#include "base/unique_fd.hpp"

namespace pgreach::probe {

// Written by the thread before it makes `ready` readable, and not after.
struct Lookup::Shared {
    UniqueFd ready{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::string name;
    std::string address = {};
    std::string error = {};

    void resolve() {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_ADDRCONFIG;
        addrinfo* found = nullptr;
        const int failed = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
        if (failed != 0) {
            error = ::gai_strerror(failed);
        } else {
            std::array<char, 64> text{};
            ::getnameinfo(found->ai_addr, found->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST);
            address = text.data();
            ::freeaddrinfo(found);
        }
        tell();
    }

    void tell() const { ::eventfd_write(ready.get(), 1); }
};

Lookup::Lookup(std::string name) : shared_(std::make_shared<Shared>()) {
    shared_->name = std::move(name);
    try {
        std::thread([shared = shared_] { shared->resolve(); }).detach();
    } catch (const std::system_error& failed) {
        shared_->error = failed.what();
        shared_->tell();
    }
}

int Lookup::fd() const {
    return shared_->ready.get();
}

Result<std::string> Lookup::address() const {
    if (shared_->error.empty()) return shared_->address;
    return environment_error("cannot resolve " + shared_->name + ": " + shared_->error);
}

bool is_number(const std::string& address) {
    std::array<unsigned char, sizeof(in6_addr)> binary{};
    return ::inet_pton(AF_INET, address.c_str(), binary.data()) == 1 ||
           ::inet_pton(AF_INET6, address.c_str(), binary.data()) == 1;
}

}  // namespace pgreach::probe
