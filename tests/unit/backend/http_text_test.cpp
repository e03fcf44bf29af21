#include "backend/embedded/http_text.hpp"

#include <gtest/gtest.h>

namespace pgreach::backend {
namespace {

TEST(HttpText, ReadsARequest) {
    const auto request = read_request("GET /pg/status HTTP/1.1\r\nHost: 10.0.0.1:8000\r\nAccept: */*\r\n\r\n");
    ASSERT_TRUE(request);
    EXPECT_EQ(request->path, "/pg/status");
    EXPECT_EQ(request->version, "HTTP/1.1");
    EXPECT_TRUE(request->keep_alive);
}

TEST(HttpText, KnowsWhetherAnotherRequestFollows) {
    EXPECT_FALSE(read_request("GET / HTTP/1.0\r\n\r\n")->keep_alive);
    EXPECT_TRUE(read_request("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")->keep_alive);
    EXPECT_FALSE(read_request("GET / HTTP/1.1\r\nCONNECTION:close\r\n\r\n")->keep_alive);
}

TEST(HttpText, ReadsNothingFromWhatIsNoRequest) {
    for (const char* head : {"", "\r\n\r\n", "nonsense\r\n\r\n", "GET /\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
                             "GET x HTTP/1.1\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET / HTTP/1.1\r\nnonsense\r\n\r\n"}) {
        EXPECT_FALSE(read_request(head)) << head;
    }
}

TEST(HttpText, ReadsNoRequestWithABody) {
    EXPECT_FALSE(read_request("POST /update HTTP/1.1\r\nContent-Length: 3\r\n\r\n"));
    EXPECT_FALSE(read_request("POST /update HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"));
    EXPECT_TRUE(read_request("GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
}

TEST(HttpText, WritesAResponse) {
    EXPECT_EQ(write_response({"/", "HTTP/1.1", true}, {401, "text/plain", "no\n"}, "primary@10.0.0.1"),
              "HTTP/1.1 401 Unauthorized\r\nServer: primary@10.0.0.1\r\nContent-Type: text/plain\r\n"
              "Content-Length: 3\r\nConnection: keep-alive\r\n\r\nno\n");
    EXPECT_EQ(write_response({"/", "HTTP/1.0", false}, {404, "text/plain", ""}, "x"),
              "HTTP/1.0 404 Not Found\r\nServer: x\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n"
              "Connection: close\r\n\r\n");
}

}  // namespace
}  // namespace pgreach::backend
