#include "sim/tls.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace sim {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

constexpr long kVersion3 = 2;
constexpr long kHourSeconds = 3600;
constexpr long kLifetimeSeconds = 30L * 24 * kHourSeconds;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("TLS: can't ") + what);
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "make a key");
  return key;
}

void set_serial(X509* certificate) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a serial number");
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1, "set a serial number");
}

void set_name(X509* certificate, const char* name) {
  const auto* text = reinterpret_cast<const unsigned char*>(name);
  require(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, text, -1, -1, 0) == 1,
          "name a certificate");
}

void add_extension(X509* certificate, int id, const char* value) {
  const std::unique_ptr<X509_EXTENSION, Free> extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extend a certificate");
}

Certificate make_certificate(const char* name, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  require(certificate != nullptr, "make a certificate");
  X509_set_version(certificate.get(), kVersion3);
  set_serial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kHourSeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifetimeSeconds);
  X509_set_pubkey(certificate.get(), key);
  set_name(certificate.get(), name);
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1, "name an issuer");
  require(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "sign a certificate");
}

Certificate make_authority(EVP_PKEY* key) {
  Certificate authority = make_certificate("saldo-sim test authority", key);
  add_extension(authority.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(authority.get(), authority.get(), key);
  return authority;
}

Certificate make_server(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key) {
  Certificate server = make_certificate("127.0.0.1", key);
  add_extension(server.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(server.get(), NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
  add_extension(server.get(), NID_ext_key_usage, "serverAuth");
  sign(server.get(), authority, authority_key);
  return server;
}

void save(X509* certificate, const std::filesystem::path& path) {
  const std::unique_ptr<BIO, Free> memory(BIO_new(BIO_s_mem()));
  require(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  std::ofstream file(path, std::ios::binary);
  file.write(data, size);
  file.close();
  require(file.good(), "save a certificate");
}

std::filesystem::path prepare(const std::string& folder) {
  if (!folder.empty()) {
    std::filesystem::create_directories(folder);
    return std::filesystem::absolute(folder);
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "saldo-sim-XXXXXX").string();
  require(mkdtemp(pattern.data()) != nullptr, "make a folder");
  return pattern;
}

}  // namespace

TlsSetup make_tls(const std::string& folder) {
  const std::filesystem::path place = prepare(folder);
  const Key authority_key = make_key();
  const Key server_key = make_key();
  const Certificate authority = make_authority(authority_key.get());
  const Certificate server = make_server(server_key.get(), authority.get(), authority_key.get());
  TlsSetup setup{.context = boost::asio::ssl::context(boost::asio::ssl::context::tls_server),
                 .ca_file = (place / "ca.pem").string()};
  SSL_CTX* context = setup.context.native_handle();
  require(SSL_CTX_use_certificate(context, server.get()) == 1, "use the certificate");
  require(SSL_CTX_use_PrivateKey(context, server_key.get()) == 1, "use the key");
  require(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1, "set the TLS version");
  save(authority.get(), setup.ca_file);
  save(server.get(), place / "server.pem");
  return setup;
}

}  // namespace sim
