#include "backend/embedded/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "base/text.hpp"

namespace pgreach::backend {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

constexpr long one_day = 24L * 60 * 60;

std::string contents(BIO* bio) {
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<size_t>(length)};
}

bool add_names(X509* certificate, const std::vector<std::string>& names) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    const auto* common = reinterpret_cast<const unsigned char*>(names.front().c_str());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, common, -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    const std::string alternatives = "DNS:" + join(names, ",DNS:");
    const Owned<X509_EXTENSION> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternatives.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Owned<X509> sign(EVP_PKEY* key, const std::vector<std::string>& names) {
    Owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -one_day);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), one_day);
    X509_set_pubkey(certificate.get(), key);
    if (!add_names(certificate.get(), names)) return nullptr;
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

}  // namespace

std::vector<std::string> service_names(const std::string& cluster, const std::string& ns) {
    std::vector<std::string> names;
    for (const char* kind : {"-rw", "-r", "-ro"}) {
        const std::string service = cluster + kind;
        for (const auto& suffix : {std::string(), "." + ns, "." + ns + ".svc", "." + ns + ".svc.cluster.local"}) {
            names.push_back(service + suffix);
        }
    }
    return names;
}

Result<Certificate> make_certificate(const std::vector<std::string>& names) {
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Owned<X509> certificate = key ? sign(key.get(), names) : nullptr;
    if (!certificate) return Error{ErrorKind::internal, "OpenSSL could not make a certificate"};
    const Owned<BIO> key_text(BIO_new(BIO_s_mem()));
    const Owned<BIO> certificate_text(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_X509(certificate_text.get(), certificate.get());
    return Certificate{contents(certificate_text.get()), contents(key_text.get())};
}

}  // namespace pgreach::backend
