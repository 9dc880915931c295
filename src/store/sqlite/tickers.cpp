#include "store/sqlite/tickers.h"

#include <algorithm>
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
  const auto prices = take_name(text, '\n');
  if (!base || !quote || !prices) return {};
  const auto tab = std::min(prices->find('\t'), prices->size());
  const auto last = Decimal::parse(prices->substr(0, tab));
  if (!last) return {};
  Ticker ticker{.base = *std::move(base), .quote = *std::move(quote), .last = *last};
  if (tab == prices->size()) return ticker;
  const auto doubted = Decimal::parse(prices->substr(tab + 1));
  if (!doubted) return {};
  ticker.doubted = *doubted;
  return ticker;
}

}  // namespace

std::string tickers_text(const std::vector<Ticker>& tickers) {
  std::string text;
  for (const auto& ticker : tickers) {
    append_escaped(text, ticker.base);
    text += '\t';
    append_escaped(text, ticker.quote);
    text += '\t' + ticker.last.text();
    if (ticker.doubted) text += '\t' + ticker.doubted->text();
    text += '\n';
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
