#include "support/fake_transport.h"

#include <algorithm>
#include <utility>

namespace saldo::test {

Served served(int status, std::string body, std::vector<http::Header> headers, Milliseconds takes) {
  return {.response = http::Response{.status = status, .headers = std::move(headers), .body = std::move(body)},
          .takes = takes};
}

Served not_served(ErrorKind kind, Milliseconds takes) {
  return {.response = fail(kind, "the network says " + std::string{name(kind)}), .takes = takes};
}

Task<Result<http::Response>> FakeTransport::send(const http::Request& request, transport::Limits limits) {
  sent_.push_back({request, clock_.now()});
  in_flight_max_ = std::max(in_flight_max_, ++in_flight_);
  Served served = server_(request);
  const Steady answered_at = clock_.steady_now() + served.takes;
  const bool is_late = answered_at > limits.deadline;
  if (served.takes > Milliseconds{0}) co_await clock_.sleep_until(std::min(answered_at, limits.deadline));
  --in_flight_;
  if (is_late) co_return fail(ErrorKind::timeout, "no reply by the deadline");
  co_return std::move(served.response);
}

std::vector<FakeTransport::Sent> FakeTransport::sent_to(std::string_view path) const {
  std::vector<Sent> found;
  std::ranges::copy_if(sent_, std::back_inserter(found),
                       [path](const Sent& each) { return each.request.path == path; });
  return found;
}

Script& Script::on(std::string path, std::vector<Served> answers) {
  answers_[std::move(path)] = {answers.begin(), answers.end()};
  return *this;
}

Served Script::operator()(const http::Request& request) {
  const auto found = answers_.find(request.path);
  if (found == answers_.end() || found->second.empty()) return served(404, "{}");
  auto& answers = found->second;
  if (answers.size() == 1) return answers.front();
  auto answer = std::move(answers.front());
  answers.pop_front();
  return answer;
}

std::string parameter(const http::Request& request, std::string_view name) {
  const std::string wanted = "&" + std::string{name} + "=";
  const std::string query = "&" + request.query;
  const auto at = query.find(wanted);
  if (at == std::string::npos) return {};
  const auto begin = at + wanted.size();
  return query.substr(begin, query.find('&', begin) - begin);
}

}  // namespace saldo::test
