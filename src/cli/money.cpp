#include "cli/money.h"

namespace saldo::cli {
namespace {

constexpr std::size_t kGroup = 3;

}  // namespace

std::string grouped(const Decimal& number) {
  std::string text = number.text();
  if (text.find('E') != std::string::npos) return text;
  const std::size_t first_digit = text.starts_with('-') ? 1 : 0;
  std::size_t at = std::min(text.find('.'), text.size());
  while (at > first_digit + kGroup) {
    at -= kGroup;
    text.insert(at, ",");
  }
  return text;
}

std::string us_dollars(const Decimal& amount) { return "US$ " + grouped(amount); }
std::string reais(const Decimal& amount) { return "R$ " + grouped(amount); }

std::string short_amount(const Decimal& number, int places) {
  Arithmetic math;
  const auto rounded = math.round(number, places);
  std::string text = grouped(math.ok() ? rounded : number);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string minute_text(Time time) {
  std::string text = iso_text(std::chrono::floor<std::chrono::minutes>(time)).substr(0, 16);
  text[10] = ' ';
  return text;
}

}  // namespace saldo::cli
