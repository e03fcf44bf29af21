#include "backend/embedded/certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace pgreach::backend {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

struct Parsed {
    explicit Parsed(const Certificate& pem)
        : bio(BIO_new_mem_buf(pem.certificate.data(), static_cast<int>(pem.certificate.size())), BIO_free),
          x509(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free) {}
    std::unique_ptr<BIO, decltype(&BIO_free)> bio;
    std::unique_ptr<X509, decltype(&X509_free)> x509;
};

bool valid_for(const Parsed& certificate, const std::string& name) {
    return X509_check_host(certificate.x509.get(), name.data(), name.size(), 0, nullptr) == 1;
}

TEST(Certificate, HasTheNamesThatCnpgGivesItsInstances) {
    EXPECT_THAT(service_names("c", "n"),
                ElementsAre("c-rw", "c-rw.n", "c-rw.n.svc", "c-rw.n.svc.cluster.local", "c-r", "c-r.n", "c-r.n.svc",
                            "c-r.n.svc.cluster.local", "c-ro", "c-ro.n", "c-ro.n.svc", "c-ro.n.svc.cluster.local"));
}

TEST(Certificate, IsValidForItsNamesAndNoOther) {
    const Parsed certificate(make_certificate(service_names("cluster-example", "default")).value());
    ASSERT_TRUE(certificate.x509);
    EXPECT_TRUE(valid_for(certificate, "cluster-example-rw"));
    EXPECT_TRUE(valid_for(certificate, "cluster-example-ro.default.svc.cluster.local"));
    EXPECT_FALSE(valid_for(certificate, "another-rw"));
}

TEST(Certificate, IsAnotherOneEachTime) {
    const auto one = make_certificate({"a"}).value();
    const auto two = make_certificate({"a"}).value();
    EXPECT_THAT(one.key, StartsWith("-----BEGIN PRIVATE KEY-----"));
    EXPECT_NE(one.key, two.key);
}

}  // namespace
}  // namespace pgreach::backend
