#include "sim/simulator.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "sim/control.h"
#include "sim/emit.h"
#include "sim/exchanges/registry.h"
#include "sim/server.h"
#include "sim/tls.h"

namespace sim {
namespace {

constexpr std::uint16_t kPriceSourcesOffset = 30;
constexpr std::uint16_t kControlOffset = 31;

std::int64_t system_now_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// A connection is a descriptor: ask for as many as may be had.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::chrono::microseconds draw(const Latency& latency, Draws& draws) {
  constexpr double kSteps = 1'000'000;
  if (latency.jitter.count() == 0) return latency.fixed;
  const double uniform = (static_cast<double>(draws.below(1'000'000)) + 1) / kSteps;
  const double jitter = -std::log(uniform) * static_cast<double>(latency.jitter.count());
  return latency.fixed + std::chrono::microseconds(std::llround(jitter));
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<FaultRule> load_faults(const std::string& path) {
  if (path.empty()) return {};
  auto rules = parse_faults(read_file(path));
  if (!rules) throw std::runtime_error(fmt::format("{}: {}", path, rules.error()));
  return std::move(*rules);
}

/// Everything that is simulated, without the network. Its parts refer to each other: it stays where it was made.
struct Scene {
  explicit Scene(const Options& options)
      : world(options.world), faults(world.seed), users(world.users), jitter(keyed_hash(world.seed, "latency")) {
    for (const Registration& registration : exchange_registry())
      if (std::ranges::find(world.exchanges, registration.id) != world.exchanges.end()) add(registration, options);
    for (const Registration& registration : price_sources()) add(registration, options);
    control.emplace(world, venues, users, faults, system_now_us);
    faults.replace(load_faults(options.faults_file), system_now_us());
  }

  void add(const Registration& registration, const Options& options) {
    venues.push_back(std::make_unique<Venue>(std::string(registration.id), registration.make(world, options.limits),
                                             faults, users, system_now_us));
  }

  const World world;
  FaultBook faults;
  UserRequests users;
  Draws jitter;
  std::vector<std::unique_ptr<Venue>> venues;
  std::optional<Control> control;
};

/// The venues behind one port: an exchange, or all price sources.
using Neighbours = std::span<const std::unique_ptr<Venue>>;

Venue& venue_for(Neighbours venues, const Request& request) {
  return *venues[venues.size() == 1 ? 0 : price_source_for(request.path)];
}

struct Port {
  std::uint16_t number = 0;
  Neighbours venues;
  Service service;
};

Service service_of(Neighbours venues, Draws& jitter, const Latency& latency) {
  Service service;
  service.handle = [venues, &jitter, latency](const Request& request) {
    Delivery delivery = venue_for(venues, request).handle(request);
    delivery.delay += draw(latency, jitter);
    return delivery;
  };
  service.enter = [venues](const Request& request) { venue_for(venues, request).stats().enter(); };
  service.leave = [venues](const Request& request) { venue_for(venues, request).stats().leave(); };
  return service;
}

std::uint16_t port_number(std::uint16_t base, std::size_t offset) {
  return base == 0 ? 0 : static_cast<std::uint16_t>(base + offset);
}

std::vector<Port> make_ports(Scene& scene, const Options& options) {
  const Neighbours all = scene.venues;
  const std::size_t exchanges = all.size() - price_sources().size();
  std::vector<Port> ports;
  const auto add = [&](std::size_t offset, Neighbours venues) {
    ports.push_back(
        {port_number(options.port_base, offset), venues, service_of(venues, scene.jitter, options.latency)});
  };
  for (std::size_t at = 0; at < exchanges; ++at) add(at, all.subspan(at, 1));
  add(kPriceSourcesOffset, all.subspan(exchanges));
  return ports;
}

void emit_accounts(const Scene& scene, const std::string& path) {
  WholeFile file(path);
  for (std::uint32_t user = 0; user < scene.world.users; ++user)
    for (std::uint32_t slot = 0; slot < scene.world.accounts_per_user; ++slot) {
      const AccountRef account{user, slot};
      const auto venue = std::ranges::find(scene.venues, scene.world.exchange_of(account),
                                           [](const auto& candidate) { return candidate->id(); });
      file.write(account_line(scene.world, (*venue)->exchange(), account) + "\n");
    }
  file.finish();
}

void announce(const Scene& scene, const Addresses& addresses, const Options& options) {
  if (!options.accounts_file.empty()) emit_accounts(scene, options.accounts_file);
  const std::string env = env_text(addresses);
  if (!options.env_file.empty()) {
    WholeFile file(options.env_file);
    file.write(env);
    file.finish();
  }
  fmt::print("{}ready\n", env);
  std::fflush(stdout);
}

}  // namespace

int run(const Options& options) {
  raise_descriptor_limit();
  std::optional<TlsSetup> tls;
  if (options.tls) tls.emplace(make_tls(options.tls_dir));
  boost::asio::ssl::context* context = tls ? &tls->context : nullptr;
  Scene scene(options);
  auto ports = make_ports(scene, options);
  Service control{
      .handle = [&scene](const Request& request) { return Delivery{.reply = scene.control->answer(request)}; }};

  // Destroyed first: connections that are still open refer to all of the above.
  boost::asio::io_context loop(1);
  Addresses addresses;
  addresses.ca_file = tls ? tls->ca_file : "";
  addresses.limits = options.limits;
  for (Port& port : ports) {
    const auto number = serve(loop, port.number, port.service, context);
    const std::string origin = fmt::format("{}://127.0.0.1:{}", tls ? "https" : "http", number);
    for (const auto& venue : port.venues) addresses.endpoints.push_back({venue->id(), origin});
  }
  const std::uint16_t control_port = port_number(options.port_base, kControlOffset);
  addresses.control_url = fmt::format("http://127.0.0.1:{}", serve(loop, control_port, control, nullptr));

  boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&loop](const boost::system::error_code&, int) { loop.stop(); });
  announce(scene, addresses, options);
  loop.run();
  return 0;
}

}  // namespace sim
