#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace saldo::wire {

class JsonArray;

/// A value inside a JsonDocument, valid as long as the document lives. Numbers are kept as the text that was sent.
class JsonValue {
 public:
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind() const;
  bool is_object() const { return kind() == Kind::object; }
  /// The text of a string or a number, "true" or "false" of a boolean; empty for all else.
  std::string_view text() const;
  /// The value that an object holds under `key`; nothing when it holds none, or this is no object.
  std::optional<JsonValue> find(std::string_view key) const;
  /// The value under `key`, as text, number text or boolean; an error that names the key when it is not there.
  Result<std::string_view> text(std::string_view key) const;
  Result<std::int64_t> integer(std::string_view key) const;
  Result<JsonArray> array(std::string_view key) const;
  Result<JsonValue> object(std::string_view key) const;
  /// This value as an array.
  Result<JsonArray> array() const;
  /// The elements of an object, as key and value, in their order.
  std::vector<std::pair<std::string_view, JsonValue>> members() const;
  /// The value as JSON again, cut to `length_max` bytes: for keeping what could not be understood.
  std::string raw(std::size_t length_max) const;

 private:
  friend class JsonDocument;
  friend class JsonArray;
  struct Node {
    Kind kind;
    std::uint32_t end;  // index of the first node after this one's subtree
    std::string_view key;
    std::string_view text;
  };
  explicit JsonValue(const Node* node) : node_(node) {}
  const Node* first_child() const { return node_ + 1; }
  const Node* past_children() const;
  static const Node* next(const Node* node);
  void append_raw(std::string& out, std::size_t length_max) const;

  // Nodes lie in one vector in the order of the text; a node's `end` is relative to itself.
  const Node* node_;
};

class JsonArray {
 public:
  class Iterator {
   public:
    explicit Iterator(const JsonValue::Node* node) : node_(node) {}
    JsonValue operator*() const { return JsonValue{node_}; }
    Iterator& operator++();
    bool operator==(const Iterator&) const = default;

   private:
    const JsonValue::Node* node_;
  };

  explicit JsonArray(JsonValue array) : array_(array) {}
  Iterator begin() const { return Iterator{array_.first_child()}; }
  Iterator end() const { return Iterator{array_.past_children()}; }
  bool empty() const { return begin() == end(); }

 private:
  JsonValue array_;
};

/// JSON from outside, read whole and strictly (RFC 8259, valid UTF-8). The root is an object or an array.
class JsonDocument {
 public:
  static constexpr int kDepthMax = 64;
  static constexpr std::size_t kNodesMax = 500'000;

  /// Fails with bad_response, saying what is wrong, never quoting the text.
  static Result<JsonDocument> parse(std::string_view text);

  JsonValue root() const { return JsonValue{nodes_->data()}; }

 private:
  JsonDocument() = default;

  // Behind pointers, so that values stay valid when the document is moved.
  std::unique_ptr<std::string> strings_;
  std::unique_ptr<std::vector<JsonValue::Node>> nodes_;
};

}  // namespace saldo::wire
