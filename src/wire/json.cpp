#include "wire/json.h"

#include <charconv>

#include <fmt/format.h>
#include <simdjson.h>

#include "core/check.h"

namespace saldo::wire {
namespace {

using Kind = JsonValue::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// The grammar of RFC 8259 section 6. simdjson hands over a number's text unchecked.
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

std::string_view trimmed(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

/// Walks the whole document once, so that every byte of it is checked, and lays it down as nodes.
template <class Node>
class Builder {
 public:
  Builder(std::vector<Node>& nodes, std::string& strings) : nodes_(nodes), strings_(strings) {}

  simdjson::error_code document(simdjson::ondemand::document& document) {
    simdjson::ondemand::json_type type{};
    if (const auto error = document.type().get(type)) return error;
    if (type == simdjson::ondemand::json_type::object) {
      simdjson::ondemand::object object;
      if (const auto error = document.get_object().get(object)) return error;
      return this->object(object, {}, 1);
    }
    if (type != simdjson::ondemand::json_type::array) return simdjson::INCORRECT_TYPE;
    simdjson::ondemand::array array;
    if (const auto error = document.get_array().get(array)) return error;
    return this->array(array, {}, 1);
  }

 private:
  simdjson::error_code value(simdjson::ondemand::value value, std::string_view key, int depth) {
    simdjson::ondemand::json_type type{};
    if (const auto error = value.type().get(type)) return error;
    switch (type) {
      case simdjson::ondemand::json_type::object: {
        simdjson::ondemand::object object;
        if (const auto error = value.get_object().get(object)) return error;
        return this->object(object, key, depth + 1);
      }
      case simdjson::ondemand::json_type::array: {
        simdjson::ondemand::array array;
        if (const auto error = value.get_array().get(array)) return error;
        return this->array(array, key, depth + 1);
      }
      case simdjson::ondemand::json_type::string: return string(value, key);
      case simdjson::ondemand::json_type::number: return number(value, key);
      case simdjson::ondemand::json_type::boolean: return boolean(value, key);
      case simdjson::ondemand::json_type::null: return null(value, key);
    }
    return simdjson::TAPE_ERROR;
  }

  simdjson::error_code object(simdjson::ondemand::object& object, std::string_view key, int depth) {
    if (depth > JsonDocument::kDepthMax) return simdjson::DEPTH_ERROR;
    const std::size_t index = nodes_.size();
    if (const auto error = open(Kind::object, key)) return error;
    for (auto each : object) {
      simdjson::ondemand::field field;
      if (const auto error = std::move(each).get(field)) return error;
      std::string_view name;
      if (const auto error = field.unescaped_key().get(name)) return error;
      if (const auto error = value(field.value(), kept(name), depth)) return error;
    }
    close(index);
    return simdjson::SUCCESS;
  }

  simdjson::error_code array(simdjson::ondemand::array& array, std::string_view key, int depth) {
    if (depth > JsonDocument::kDepthMax) return simdjson::DEPTH_ERROR;
    const std::size_t index = nodes_.size();
    if (const auto error = open(Kind::array, key)) return error;
    for (auto each : array) {
      simdjson::ondemand::value element;
      if (const auto error = std::move(each).get(element)) return error;
      if (const auto error = value(element, {}, depth)) return error;
    }
    close(index);
    return simdjson::SUCCESS;
  }

  simdjson::error_code string(simdjson::ondemand::value& value, std::string_view key) {
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return error;
    return leaf(Kind::string, key, kept(text));
  }

  simdjson::error_code number(simdjson::ondemand::value& value, std::string_view key) {
    const auto text = trimmed(value.raw_json_token());
    if (!is_json_number(text)) return simdjson::NUMBER_ERROR;
    return leaf(Kind::number, key, kept(text));
  }

  simdjson::error_code boolean(simdjson::ondemand::value& value, std::string_view key) {
    bool flag = false;
    if (const auto error = value.get_bool().get(flag)) return error;
    return leaf(Kind::boolean, key, flag ? "true" : "false");
  }

  simdjson::error_code null(simdjson::ondemand::value& value, std::string_view key) {
    bool is_null = false;
    if (const auto error = value.is_null().get(is_null)) return error;
    if (!is_null) return simdjson::N_ATOM_ERROR;
    return leaf(Kind::null, key, {});
  }

  simdjson::error_code open(Kind kind, std::string_view key) { return leaf(kind, key, {}); }

  simdjson::error_code leaf(Kind kind, std::string_view key, std::string_view text) {
    if (nodes_.size() >= JsonDocument::kNodesMax) return simdjson::CAPACITY;
    nodes_.push_back({kind, 1, key, text});
    return simdjson::SUCCESS;
  }

  void close(std::size_t index) { nodes_[index].end = static_cast<std::uint32_t>(nodes_.size() - index); }

  /// A copy that lives as long as the document. The room was reserved, so earlier copies do not move.
  std::string_view kept(std::string_view text) {
    check(strings_.size() + text.size() <= strings_.capacity(), "JSON strings grew beyond their text");
    const std::size_t at = strings_.size();
    strings_.append(text);
    return std::string_view{strings_}.substr(at, text.size());
  }

  std::vector<Node>& nodes_;
  std::string& strings_;
};

Error missing(std::string_view key, std::string_view wanted) {
  return {.kind = ErrorKind::bad_response, .message = fmt::format("the reply has no {} \"{}\"", wanted, key)};
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      out += c;
  }
  out += '"';
}

}  // namespace

Result<JsonDocument> JsonDocument::parse(std::string_view text) {
  const simdjson::padded_string padded{text};
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  JsonDocument out;
  out.strings_ = std::make_unique<std::string>();
  out.strings_->reserve(text.size());
  out.nodes_ = std::make_unique<std::vector<JsonValue::Node>>();
  auto error = parser.iterate(padded).get(document);
  if (!error) error = Builder<JsonValue::Node>{*out.nodes_, *out.strings_}.document(document);
  if (error) return fail(ErrorKind::bad_response, fmt::format("not valid JSON: {}", simdjson::error_message(error)));
  // simdjson reports the end of the text as being out of its bounds.
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return fail(ErrorKind::bad_response, "not valid JSON: more text after the end");
  return out;
}

Kind JsonValue::kind() const { return node_->kind; }

std::string_view JsonValue::text() const { return node_->text; }

const JsonValue::Node* JsonValue::past_children() const { return next(node_); }

const JsonValue::Node* JsonValue::next(const Node* node) { return node + node->end; }

JsonArray::Iterator& JsonArray::Iterator::operator++() {
  node_ = JsonValue::next(node_);
  return *this;
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  if (!is_object()) return {};
  for (const Node* child = first_child(); child != past_children(); child = next(child))
    if (child->key == key) return JsonValue{child};
  return {};
}

Result<std::string_view> JsonValue::text(std::string_view key) const {
  const auto value = find(key);
  const bool is_text =
      value && (value->kind() == Kind::string || value->kind() == Kind::number || value->kind() == Kind::boolean);
  if (!is_text) return fail(missing(key, "text"));
  return value->text();
}

Result<std::int64_t> JsonValue::integer(std::string_view key) const {
  const auto digits = text(key);
  if (!digits) return fail(missing(key, "integer"));
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), value);
  if (error != std::errc{} || end != digits->data() + digits->size()) return fail(missing(key, "integer"));
  return value;
}

Result<JsonArray> JsonValue::array(std::string_view key) const {
  const auto value = find(key);
  if (!value || value->kind() != Kind::array) return fail(missing(key, "array"));
  return JsonArray{*value};
}

Result<JsonValue> JsonValue::object(std::string_view key) const {
  const auto value = find(key);
  if (!value || !value->is_object()) return fail(missing(key, "object"));
  return *value;
}

Result<JsonArray> JsonValue::array() const {
  if (kind() != Kind::array) return fail(ErrorKind::bad_response, "the reply is no array");
  return JsonArray{*this};
}

std::vector<std::pair<std::string_view, JsonValue>> JsonValue::members() const {
  std::vector<std::pair<std::string_view, JsonValue>> found;
  if (!is_object()) return found;
  for (const Node* child = first_child(); child != past_children(); child = next(child))
    found.emplace_back(child->key, JsonValue{child});
  return found;
}

void JsonValue::append_raw(std::string& out, std::size_t length_max) const {
  if (out.size() > length_max) return;
  switch (kind()) {
    case Kind::null: out += "null"; return;
    case Kind::string: append_quoted(out, text()); return;
    case Kind::boolean:
    case Kind::number: out += text(); return;
    case Kind::array:
    case Kind::object: break;
  }
  out += is_object() ? '{' : '[';
  for (const Node* child = first_child(); child != past_children() && out.size() <= length_max; child = next(child)) {
    if (child != first_child()) out += ',';
    if (is_object()) {
      append_quoted(out, child->key);
      out += ':';
    }
    JsonValue{child}.append_raw(out, length_max);
  }
  out += is_object() ? '}' : ']';
}

std::string JsonValue::raw(std::size_t length_max) const {
  std::string out;
  append_raw(out, length_max);
  if (out.size() > length_max) {
    out.resize(length_max);
    // A cut must not leave half a character: the store and JSON want valid UTF-8.
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    out += "...";
  }
  return out;
}

}  // namespace saldo::wire
