#include "transport/limited_server.h"

#include <memory>
#include <utility>

namespace saldo::transport {

LimitedServer::Reply LimitedServer::call(Steady at, int weight) {
  forget_before(at);
  // Refused calls are counted too, as Binance does.
  used_ += weight;
  counted_.push_back({at, weight});
  return {.refused = used_ > budget_, .used = used_};
}

void LimitedServer::forget_before(Steady at) {
  const auto fixed_start = at - (at.time_since_epoch() + offset_) % window_;
  const auto expired = [&](Steady counted) {
    return kind_ == WindowKind::rolling ? counted <= at - window_ : counted < fixed_start;
  };
  for (; !counted_.empty() && expired(counted_.front().at); counted_.pop_front()) used_ -= counted_.front().weight;
}

namespace {

/// What happens at an instant, in the order of time and then of planning.
class Agenda {
 public:
  void plan(Steady at, std::function<void()> what) { events_.emplace(at, std::move(what)); }
  void run_until(Steady end) {
    while (!events_.empty() && events_.begin()->first <= end) {
      auto next = events_.extract(events_.begin());
      now_ = next.key();
      next.mapped()();
    }
  }
  Steady now() const { return now_; }

 private:
  std::multimap<Steady, std::function<void()>> events_;
  Steady now_{};
};

/// The replies come in any order, and the next call goes out as soon as the limiter lets it.
class Client {
 public:
  Client(Agenda& agenda, LimitedServer& server, const Load& load, unsigned seed)
      : agenda_(agenda), server_(server), load_(load), random_(seed) {
    next_weight_ = draw_weight();
  }

  void send_all() {
    while (in_flight_ < load_.in_flight_max) {
      const Charge charge{.rule = 0, .owner = {}, .weight = next_weight_};
      auto permit = load_.limiter->admit({&charge, 1}, agenda_.now());
      if (!permit) return wait(permit.error());
      ++in_flight_;
      send(std::make_shared<Permit>(*std::move(permit)), next_weight_);
      next_weight_ = draw_weight();
    }
  }

  const Traffic& traffic() const { return traffic_; }

 private:
  int draw_weight() { return load_.weights[random_() % load_.weights.size()]; }

  Steady::duration draw_delay() {
    const auto choices = static_cast<std::uint64_t>((load_.delay_max - load_.delay_min).count()) + 1;
    return load_.delay_min + Milliseconds{static_cast<std::int64_t>(random_() % choices)};
  }

  void wait(const Wait& wait) {
    if (!wait.at || (waiting_until_ > agenda_.now() && waiting_until_ <= *wait.at)) return;
    waiting_until_ = *wait.at;
    agenda_.plan(*wait.at, [this] { send_all(); });
  }

  void send(std::shared_ptr<Permit> permit, int weight) {
    const Steady arrival = agenda_.now() + draw_delay();
    agenda_.plan(arrival, [this, permit, weight] {
      const auto reply = server_.call(agenda_.now(), weight);
      if (traffic_.calls == 0) traffic_.first_at = agenda_.now();
      traffic_.last_at = agenda_.now();
      traffic_.calls += 1;
      traffic_.weight += weight;
      traffic_.refused += reply.refused ? 1 : 0;
      const bool lost = static_cast<int>(random_() % 100) < load_.lost_percent;
      agenda_.plan(agenda_.now() + draw_delay(), [this, permit, reply, lost] { receive(permit, reply, lost); });
    });
  }

  void receive(const std::shared_ptr<Permit>& permit, LimitedServer::Reply reply, bool lost) {
    --in_flight_;
    Usage usage;
    if (load_.headers) usage.readings = {{.rule = 0, .used = reply.used}};
    usage.limited = reply.refused;
    if (lost)
      load_.limiter->abandon(std::move(*permit), agenda_.now());
    else
      load_.limiter->settle(std::move(*permit), agenda_.now(), usage);
    send_all();
  }

  Agenda& agenda_;
  LimitedServer& server_;
  Load load_;
  std::minstd_rand random_;
  int next_weight_ = 1;
  int in_flight_ = 0;
  Steady waiting_until_{};
  Traffic traffic_;
};

}  // namespace

std::vector<Traffic> run(LimitedServer& server, const std::vector<Load>& loads, Steady start, Milliseconds duration,
                         unsigned seed) {
  Agenda agenda;
  std::deque<Client> clients;
  for (const Load& load : loads) {
    Client& client = clients.emplace_back(agenda, server, load, ++seed);
    agenda.plan(start, [&client] { client.send_all(); });
  }
  agenda.run_until(start + duration);
  std::vector<Traffic> traffic;
  for (const Client& client : clients) traffic.push_back(client.traffic());
  return traffic;
}

}  // namespace saldo::transport
