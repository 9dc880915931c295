#include "store/sqlite/tickers.h"

#include <utility>

namespace saldo::store::sqlite {
namespace {

constexpr char kEscape = '\\';
constexpr std::string_view kSpecial = "\t\n\\";

void append_escaped(std::string& text, std::string_view name) {
  for (const char c : name) {
    if (kSpecial.contains(c)) text += kEscape;
    text += c;
  }
}

/// Takes a name and the `end` after it off the front of `text`.
std::optional<std::string> take_name(std::string_view& text, char end) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == end) {
      text.remove_prefix(i + 1);
      return name;
    }
    if (text[i] == kEscape) ++i;
    if (i < text.size()) name += text[i];
  }
  return {};
}

std::optional<Ticker> take_ticker(std::string_view& text) {
  auto base = take_name(text, '\t');
  auto quote = take_name(text, '\t');
  const auto last = take_name(text, '\n');
  if (!base || !quote || !last) return {};
  const auto price = Decimal::parse(*last);
  if (!price) return {};
  return Ticker{.base = *std::move(base), .quote = *std::move(quote), .last = *price};
}

}  // namespace

std::string tickers_text(const std::vector<Ticker>& tickers) {
  std::string text;
  for (const auto& ticker : tickers) {
    append_escaped(text, ticker.base);
    text += '\t';
    append_escaped(text, ticker.quote);
    text += '\t' + ticker.last.text() + '\n';
  }
  return text;
}

std::optional<std::vector<Ticker>> parse_tickers(std::string_view text) {
  std::vector<Ticker> tickers;
  while (!text.empty()) {
    auto ticker = take_ticker(text);
    if (!ticker) return {};
    tickers.push_back(*std::move(ticker));
  }
  return tickers;
}

}  // namespace saldo::store::sqlite
