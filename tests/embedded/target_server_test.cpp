#include "backend/embedded/target_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "embedded/in_node.hpp"
#include "embedded/two_pods.hpp"

namespace pgreach::backend {
namespace {

using test::in_node;
using test::TwoPods;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// What the target pod answers on that port to some bytes of the peer, until it closes.
std::string exchange(const TwoPods& pods, int port, const std::string& request) {
    const UniqueFd socket = test::begin_connect(pods.peer.get(), test::target_address, port);
    if (!test::connected(socket)) return "not connected";
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) return "not sent";
    std::string answer;
    std::array<char, 4096> bytes{};
    while (test::becomes(socket.get(), POLLIN, 2000)) {
        const ssize_t length = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
        if (length <= 0) return answer;
        answer.append(bytes.data(), static_cast<size_t>(length));
    }
    return answer + " and no end";
}

proc::Child serve(const TwoPods& pods) {
    std::vector<ServedPort> targets;
    for (const auto& [service, port] : {std::pair(PortPurpose::status, 8000), std::pair(PortPurpose::metrics, 9187)}) {
        ServedPort target{service, "primary", test::target_address, port};
        target.listener = listen_in(pods.target.get(), test::target_address, {port, service}).value();
        targets.push_back(std::move(target));
    }
    return start_target_server(std::move(targets), make_certificate({"name"}).value()).value();
}

TEST(TargetServer, PlainHttpOnTheStatusPortIsABadRequest) {
    PGREACH_NEEDS_NODE();
    in_node([](const netns::PrivateNode&) {
        const TwoPods pods;
        const proc::Child server = serve(pods);
        EXPECT_EQ(exchange(pods, 8000, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"),
                  "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");
    });
}

TEST(TargetServer, TheMetricsPortSpeaksPlainHttpAndNamesTheInstance) {
    PGREACH_NEEDS_NODE();
    in_node([](const netns::PrivateNode&) {
        const TwoPods pods;
        const proc::Child server = serve(pods);
        EXPECT_THAT(exchange(pods, 9187, "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                    AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Server: primary@10.244.0.3\r\n"),
                          HasSubstr(R"(cnpg_collector_up{cluster="primary"} 1)")));
    });
}

TEST(TargetServer, GoesOnAfterAPeerThatSpeaksNonsense) {
    PGREACH_NEEDS_NODE();
    in_node([](const netns::PrivateNode&) {
        const TwoPods pods;
        const proc::Child server = serve(pods);
        EXPECT_EQ(exchange(pods, 9187, "nonsense\r\n\r\n"), "");
        EXPECT_THAT(exchange(pods, 9187, "GET /metrics HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.0 200 OK\r\n"));
    });
}

}  // namespace
}  // namespace pgreach::backend
