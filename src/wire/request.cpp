#include "wire/request.h"

namespace saldo::wire {

std::string Parameters::encoded() const {
  std::string text;
  for (const auto& [name, value] : pairs_) {
    if (!text.empty()) text += '&';
    text += http::percent_encoded(name);
    text += '=';
    text += http::percent_encoded(value);
  }
  return text;
}

}  // namespace saldo::wire
