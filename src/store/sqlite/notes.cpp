#include "store/sqlite/notes.h"

namespace saldo::store::sqlite {

Notes::Notes(Connection& connection)
    : connection_(connection),
      read_(connection, "SELECT text FROM notes WHERE name = ?"),
      save_(connection, "INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)") {}

std::optional<std::string> Notes::find(std::string_view name) {
  auto rows = read_.rows(name);
  if (!rows.next()) return {};
  return rows.text();
}

Result<std::optional<std::string>> Notes::read(std::string_view name) {
  Transaction transaction{connection_, Access::read};
  auto text = find(name);
  if (auto done = transaction.commit(); !done) return fail(done.error());
  return text;
}

Result<void> Notes::save(std::string_view name, std::string_view text) {
  Transaction transaction{connection_, Access::write};
  save_.run(name, text);
  return transaction.commit();
}

}  // namespace saldo::store::sqlite
