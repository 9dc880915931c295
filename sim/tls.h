#pragma once

#include <string>

#include <boost/asio/ssl/context.hpp>

namespace sim {

/// A certificate authority and a server certificate for 127.0.0.1 and localhost, made for this run; their keys stay in
/// memory.
struct TlsSetup {
  boost::asio::ssl::context context;
  /// The authority's certificate: what clients have to trust.
  std::string ca_file;
};

/// Writes ca.pem and server.pem to `folder`, made if need be; empty: a new temporary folder. Throws on failure.
TlsSetup make_tls(const std::string& folder);

}  // namespace sim
