#include <curl/curl.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "probe/peer/dialing.hpp"
#include "probe/peer/libraries.hpp"

namespace pgreach::probe {
namespace {

struct EndEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct EndMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One GET. The easy handle has a multi handle to itself, so that nothing (connections, sessions, names) is shared
// between attempts, and each is one socket and one timer to whoever waits.
class HttpDialing final : public Dialing {
  public:
    HttpDialing(const Dial& dial, const std::string& address, bool stay) : dial_(dial), stay_(stay) {
        prepare_curl();
        easy_.reset(curl_easy_init());
        multi_.reset(curl_multi_init());
        target_.reset(curl_slist_append(nullptr, ("::" + endpoint_text(address, dial.port)).c_str()));
        const std::string host = dial.server_name.empty() ? address : dial.server_name;
        const bool secured = dial.purpose == PortPurpose::status || dial.purpose == PortPurpose::https;
        const char* scheme = secured ? "https://" : "http://";
        url_ = scheme + endpoint_text(host, dial.port) + dial.path;
    }
    HttpDialing(const HttpDialing&) = delete;
    HttpDialing& operator=(const HttpDialing&) = delete;
    ~HttpDialing() override {
        // Cleaning up calls back with sockets that nobody watches any more.
        curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, nullptr);
        curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, nullptr);
        curl_multi_remove_handle(multi_.get(), easy_.get());
    }

    std::optional<Ending> begin(Handshake& handshake) override {
        before_ = handshake.elapsed();
        set_request();
        set_trust();
        set_callbacks();
        curl_multi_add_handle(multi_.get(), easy_.get());
        return act(CURL_SOCKET_TIMEOUT, 0, handshake);
    }

    std::optional<Ending> proceed(Handshake& handshake) override {
        if (SteadyClock().now() >= wait_.wake) {
            wait_.wake = TimePoint::max();
            if (auto ending = act(CURL_SOCKET_TIMEOUT, 0, handshake)) return ending;
        }
        return act(wait_.fd < 0 ? CURL_SOCKET_TIMEOUT : wait_.fd, 0, handshake);
    }

    std::optional<Ending> ask_again(Handshake& handshake) override {
        before_ = handshake.elapsed();
        curl_multi_remove_handle(multi_.get(), easy_.get());
        body_.clear();
        error_.fill('\0');
        set(CURLOPT_FRESH_CONNECT, 0L);
        set(CURLOPT_OPENSOCKETFUNCTION, &HttpDialing::refuse_socket);
        curl_multi_add_handle(multi_.get(), easy_.get());
        return act(CURL_SOCKET_TIMEOUT, 0, handshake);
    }

    Wait wait() const override { return wait_; }
    std::string first_bytes() const override { return first_bytes_; }

  private:
    template <typename Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(easy_.get(), option, value);
    }

    void set_request() {
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_CONNECT_TO, target_.get());
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_USERAGENT, "pgreach-probe");
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FRESH_CONNECT, 1L);
        set(CURLOPT_FORBID_REUSE, stay_ ? 0L : 1L);
        set(CURLOPT_ERRORBUFFER, error_.data());
    }

    // The system's bundle of CAs is never loaded: it proves nothing here and costs 30 ms.
    void set_trust() {
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
        set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
        set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
        set(CURLOPT_SSL_VERIFYPEER, dial_.ca.empty() ? 0L : 1L);
        set(CURLOPT_SSL_VERIFYHOST, dial_.server_name.empty() ? 0L : 2L);
        if (dial_.ca.empty()) return;
        curl_blob ca{dial_.ca.data(), dial_.ca.size(), CURL_BLOB_NOCOPY};
        set(CURLOPT_CAINFO_BLOB, &ca);
    }

    void set_callbacks() {
        set(CURLOPT_SSL_CTX_FUNCTION, &HttpDialing::watch_records);
        set(CURLOPT_SSL_CTX_DATA, this);
        set(CURLOPT_HEADERFUNCTION, &HttpDialing::take_header);
        set(CURLOPT_HEADERDATA, this);
        set(CURLOPT_WRITEFUNCTION, &HttpDialing::take_body);
        set(CURLOPT_WRITEDATA, this);
        curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &HttpDialing::take_socket);
        curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &HttpDialing::take_timer);
        curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
    }

    // OpenSSL reads right after it writes, and an answer can be that fast: this is the header of the first record, of
    // whatever protocol it is.
    static void take_record(int sent, int, int kind, const void* bytes, size_t count, SSL*, void* self) {
        std::string& first = static_cast<HttpDialing*>(self)->first_bytes_;
        if (sent == 0 && kind == SSL3_RT_HEADER && first.empty()) first.assign(static_cast<const char*>(bytes), count);
    }

    static CURLcode watch_records(CURL*, void* context, void* self) {
        SSL_CTX_set_msg_callback(static_cast<SSL_CTX*>(context), &HttpDialing::take_record);
        SSL_CTX_set_msg_callback_arg(static_cast<SSL_CTX*>(context), self);
        return CURLE_OK;
    }

    static size_t take_body(const char* bytes, size_t, size_t count, void* self) {
        std::string& body = static_cast<HttpDialing*>(self)->body_;
        constexpr size_t enough = 200;
        if (body.size() < enough) body.append(bytes, std::min(count, enough - body.size()));
        return count;
    }

    static size_t take_header(const char* bytes, size_t, size_t count, void* self) {
        std::string& first = static_cast<HttpDialing*>(self)->first_bytes_;
        if (first.empty()) first.assign(bytes, count);
        return count;
    }

    // Where the connection has ended, libcurl would make another without a word.
    static curl_socket_t refuse_socket(void*, curlsocktype, curl_sockaddr*) { return CURL_SOCKET_BAD; }

    static int take_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
        Wait& wait = static_cast<HttpDialing*>(self)->wait_;
        wait.fd = what == CURL_POLL_REMOVE ? -1 : socket;
        wait.events = 0;
        if (what == CURL_POLL_IN || what == CURL_POLL_INOUT) wait.events |= POLLIN;
        if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT) wait.events |= POLLOUT;
        return 0;
    }

    static int take_timer(CURLM*, long milliseconds, void* self) {
        Wait& wait = static_cast<HttpDialing*>(self)->wait_;
        wait.wake = milliseconds < 0 ? TimePoint::max() : SteadyClock().now() + std::chrono::milliseconds(milliseconds);
        return 0;
    }

    std::optional<Ending> act(curl_socket_t socket, int events, Handshake& handshake) {
        int running = 0;
        curl_multi_socket_action(multi_.get(), socket, events, &running);
        note_milestone(CURLINFO_APPCONNECT_TIME_T, Milestone::tls, handshake);
        if (running > 0) return std::nullopt;
        int left = 0;
        const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
        if (message == nullptr) return std::nullopt;
        return message->data.result == CURLE_OK ? answer(handshake) : failure(message->data.result);
    }

    void note_milestone(CURLINFO when, Milestone milestone, Handshake& handshake) {
        curl_off_t microseconds = 0;
        curl_easy_getinfo(easy_.get(), when, &microseconds);
        if (microseconds > 0) handshake.reach(milestone, before_ + Duration(microseconds));
    }

    Ending answer(Handshake& handshake) {
        handshake.reach(Milestone::query);
        Ending ending;
        curl_header* server = nullptr;
        if (curl_easy_header(easy_.get(), "Server", 0, CURLH_HEADER, -1, &server) == CURLHE_OK) {
            ending.answered_by = server->value;
        }
        long code = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &code);
        if (code / 100 != 2) ending.error = "HTTP " + std::to_string(code) + ": " + std::string(trim(body_));
        return ending;
    }

    Ending failure(CURLcode code) {
        long system = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &system);
        Ending ending{error_.front() != '\0' ? error_.data() : curl_easy_strerror(code)};
        if (code != CURLE_COULDNT_CONNECT || system == 0) return ending;
        ending.refused = system == ECONNREFUSED;
        ending.error += std::string(": ") + std::strerror(static_cast<int>(system));
        return ending;
    }

    Dial dial_;
    bool stay_;
    std::string url_;
    std::unique_ptr<curl_slist, FreeList> target_;
    std::unique_ptr<CURLM, EndMulti> multi_;
    std::unique_ptr<CURL, EndEasy> easy_;
    std::array<char, CURL_ERROR_SIZE> error_{};
    std::string first_bytes_;
    std::string body_;
    Duration before_{};  // how long the attempt lasted when curl's own clock began
    Wait wait_;
};

}  // namespace

std::unique_ptr<Dialing> dial_http(const Dial& dial, const std::string& address, bool stay) {
    return std::make_unique<HttpDialing>(dial, address, stay);
}

}  // namespace pgreach::probe
