#include "unit/probe/tls_support.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace pgreach::probe::test {

template <auto function>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Free<X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Free<SSL_free>>;

struct Certificate::Parts {
    Key key;
    X509Ptr certificate;
    Context context;
};

namespace {

void add_extension(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

X509Ptr self_signed(EVP_PKEY* key, const std::string& name) {
    X509Ptr certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:" + name);
    X509_sign(certificate.get(), key, EVP_sha256());
    return certificate;
}

std::string pem_of(X509* certificate) {
    const std::unique_ptr<BIO, Free<BIO_free>> memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<size_t>(size)};
}

void serve_tls(SSL_CTX* context, int connection, const std::string& answer) {
    const Session session(SSL_new(context));
    SSL_set_fd(session.get(), connection);
    std::array<char, 4096> request;
    if (SSL_accept(session.get()) == 1 && SSL_read(session.get(), request.data(), request.size()) > 0) {
        SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
        SSL_read(session.get(), request.data(), request.size());
    }
}

}  // namespace

Certificate make_certificate(const std::string& name) {
    auto parts = std::make_shared<Certificate::Parts>();
    parts->key.reset(EVP_EC_gen("P-256"));
    parts->certificate = self_signed(parts->key.get(), name);
    parts->context.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(parts->context.get(), parts->certificate.get());
    SSL_CTX_use_PrivateKey(parts->context.get(), parts->key.get());
    return {parts, pem_of(parts->certificate.get())};
}

FakeServer::Talk says_over_tls(const Certificate& certificate, std::string answer) {
    return [parts = certificate.parts, answer = std::move(answer)](int connection) {
        serve_tls(parts->context.get(), connection, answer);
    };
}

FakeServer::Talk says_over_postgresql_tls(const Certificate& certificate, std::string answer) {
    return [parts = certificate.parts, answer = std::move(answer)](int connection) {
        read_some(connection);
        say(connection, "S");
        serve_tls(parts->context.get(), connection, answer);
    };
}

}  // namespace pgreach::probe::test
