#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/dotenv.h"

namespace saldo {

/// How a setting's text is read. A url may hold a password, so it is kept and shown as a secret is.
enum class SettingKind { text, integer, choice, path, url, secret };

/// What there is to know about a setting. The only place that says so: reading, errors, help and documentation follow.
struct Setting {
  std::string_view name;
  std::string_view help;  ///< one sentence
  SettingKind kind = SettingKind::text;
  std::string_view default_text =
      {};                ///< as it would be written; empty: not set. A description where `derive` is given
  std::int64_t min = 0;  ///< integer
  std::int64_t max = 0;
  std::array<std::string_view, 4> choices = {};         ///< choice: the words; url: the schemes
  std::string (*derive)(const Environment&) = nullptr;  ///< finds the default where it depends on the host
  bool is_used = true;                                  ///< false: of a part of saldo that is still to come

  constexpr bool is_secret() const { return kind == SettingKind::secret || kind == SettingKind::url; }
};

/// "$XDG_DATA_HOME/saldo/saldo.db", in ~/.local/share where that is not set; empty without a home.
std::string default_database(const Environment& environment);
/// "pt-BR" for a Portuguese locale, else "en".
std::string default_language(const Environment& environment);

inline constexpr std::array kSettings{
    Setting{.name = "MONGODB_URI",
            .help = "The MongoDB server; set, MongoDB is the store, else SQLite.",
            .kind = SettingKind::url,
            .choices = {"mongodb", "mongodb+srv"}},
    Setting{.name = "MONGODB_DATABASE",
            .help = "The database on the MongoDB server.",
            .default_text = "balance_tracker",
            .is_used = false},
    Setting{.name = "SALDO_DATABASE",
            .help = "The SQLite file.",
            .kind = SettingKind::path,
            .default_text = "$XDG_DATA_HOME/saldo/saldo.db",
            .derive = default_database},
    Setting{.name = "SNAPSHOT_INTERVAL_HOURS",
            .help = "Hours between snapshots, counted from 00:00 UTC.",
            .kind = SettingKind::integer,
            .default_text = "4",
            .min = 1,
            .max = 24},
    Setting{.name = "SALDO_SCHEDULE",
            .help = "A cron expression that says when to take snapshots; wins over SNAPSHOT_INTERVAL_HOURS.",
            .is_used = false},
    Setting{.name = "SALDO_TIMEZONE",
            .help = "The time zone that SALDO_SCHEDULE is meant in.",
            .default_text = "UTC",
            .is_used = false},
    Setting{.name = "SALDO_LIMIT_SHARE",
            .help = "Percent of each exchange's rate limit that saldo may use; the rest is for other programs.",
            .kind = SettingKind::integer,
            .default_text = "50",
            .min = 1,
            .max = 100},
    Setting{.name = "SALDO_LIMITS",
            .help =
                "Keep the exchanges' published rate limits, or none; off: only where every endpoint is on loopback, "
                "for tests and benchmarks.",
            .kind = SettingKind::choice,
            .default_text = "official",
            .choices = {"official", "off"}},
    Setting{.name = "SALDO_CARRY_DAYS",
            .help = "Days for which a failed wallet's last good amounts are carried.",
            .kind = SettingKind::integer,
            .default_text = "7",
            .min = 0,
            .max = 365},
    Setting{.name = "SALDO_HISTORY_COLLECTION",
            .help = "The collection that history goes to; another name runs saldo in the shadow of an old writer.",
            .default_text = "balance_history",
            .is_used = false},
    Setting{.name = "SALDO_HEARTBEAT_URL",
            .help = "Called after each slot that went well: a dead man's switch.",
            .kind = SettingKind::url,
            .choices = {"https", "http"},
            .is_used = false},
    Setting{.name = "SALDO_LANG",
            .help = "The language of messages and tables; JSON and CSV never change.",
            .kind = SettingKind::choice,
            .default_text = "from the locale",
            .choices = {"en", "pt-BR"},
            .derive = default_language,
            .is_used = false},
    Setting{.name = "ENCRYPTION_KEY",
            .help = "Fernet keys for the stored credentials, comma separated, newest first.",
            .kind = SettingKind::secret},
    Setting{.name = "SALDO_ENDPOINTS",
            .help =
                "Other addresses of exchanges and price sources, as \"binance=http://127.0.0.1:9100,awesomeapi=...\"; "
                "plain http only to loopback."},
    Setting{.name = "SALDO_CA_FILE",
            .help = "A file of certificate authorities to trust instead of the system's.",
            .kind = SettingKind::path},
    Setting{.name = "HTTPS_PROXY", .help = "The proxy for all requests.", .kind = SettingKind::secret},
    Setting{.name = "NO_PROXY", .help = "Hosts to reach without the proxy, comma separated."},
    Setting{.name = "SALDO_EGRESS", .help = "The source address to send from."},
    Setting{.name = "SALDO_LOG",
            .help = "The least important messages to log.",
            .kind = SettingKind::choice,
            .default_text = "info",
            .choices = {"debug", "info", "warning", "error"}},
    Setting{.name = "SALDO_LOG_FORMAT",
            .help = "How log lines look.",
            .kind = SettingKind::choice,
            .default_text = "text",
            .choices = {"text", "json"}},
    Setting{.name = "SALDO_LISTEN",
            .help = "The address and port that the daemon answers on, as 127.0.0.1:8080.",
            .is_used = false},
    Setting{.name = "SALDO_API_TOKEN",
            .help = "What callers of the daemon must show; without one it listens on loopback only.",
            .kind = SettingKind::secret,
            .is_used = false},
};

}  // namespace saldo
