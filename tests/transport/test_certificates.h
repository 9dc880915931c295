#pragma once

#include <string>

namespace saldo::transport {

/// A certificate authority of our own and a server certificate that it has signed, as PEM texts.
struct TestCertificates {
  std::string ca;
  std::string server;
  std::string server_key;
};

/// `subject`: what the server is certified for, as in "IP:127.0.0.1" or "DNS:exchange.example".
TestCertificates make_certificates(const std::string& subject, const std::string& authority = "saldo test authority");

}  // namespace saldo::transport
