#include "probe/peer/libraries.hpp"

#include <curl/curl.h>
#include <openssl/ssl.h>

namespace pgreach::probe {

void prepare_tls() {
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
}

void prepare_curl() {
    static const CURLcode ready = [] {
        prepare_tls();
        return curl_global_init(CURL_GLOBAL_DEFAULT);
    }();
    static_cast<void>(ready);
}

void warm_up() {
    prepare_curl();
    SSL_CTX_free(SSL_CTX_new(TLS_client_method()));
}

}  // namespace pgreach::probe
