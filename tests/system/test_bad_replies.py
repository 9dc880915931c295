"""Replies that are wrong: a failure of that wallet only, told by its kind, and everybody else is exact."""

import pytest

from home import wait_until
from ledger import stored_ledger, true_ledger

ACCOUNT = "/api/v3/account"
# Of the simulator's users: "ana" has the keys of the first, "bea" those of the second and third, "caio" the fourth's.
BROKEN = ["user-000003", "user-000004"]


class Household:
    """Ana, whose only account works; Bea, of whose two accounts one fails; Caio, whose only account fails."""

    def __init__(self, simulators, homes, fault):
        self.simulator = simulators(users=4)
        self.simulator.set_faults({**fault, "match": {"path": ACCOUNT, "users": BROKEN}})
        self.home = homes(self.simulator, SALDO_LOG="debug", SALDO_LOG_FORMAT="json")
        self.truth = true_ledger(self.simulator.truth())
        first, second, third, fourth = self.simulator.accounts
        self.home.link({**first, "user_id": "ana"}, {**second, "user_id": "bea"},
                       {**third, "user_id": "bea", "label": "2"}, {**fourth, "user_id": "caio"})

    def true_account(self, number):
        """(total_usd, total_brl, balances) of a simulator's user, who has one account."""
        return self.truth[f"user-00000{number}"][2]["binance", ""]

    def check_only_the_broken_failed(self, report, kind):
        """Ana complete and exact, Bea partial with what is known, nothing of Caio but an entry in the ledger."""
        assert report["status"] == "partial"
        assert report["users"] == {"total": 3, "complete": 1, "partial": 1, "failed": 1, "already_stored": 0}
        assert report["accounts"] == {"total": 4, "ok": 2, "failed": 2, "stale": 0}
        [error] = report["errors"]
        assert (error["exchange"], error["kind"], error["accounts"]) == ("binance", kind, 2)
        assert error["example"] and error["advice"]
        stored = stored_ledger(self.home)
        assert set(stored) == {"ana", "bea"}
        assert stored["ana"][2]["binance", ""] == self.true_account(1)
        assert stored["bea"][2] == {("binance", ""): self.true_account(2), ("binance", "2"): ("0.00", "0.00", set())}
        assert stored["bea"][:2] == self.true_account(2)[:2], "the total counts something else"
        assert self.home.query("SELECT user_id, kinds FROM user_failures") == [("caio", kind)]
        return error["example"]


WRONG_REPLIES = [
    ("a reply of 1 GB", {"kind": "huge_body", "bytes": 1_000_000_000}, "bad_response", "too large"),
    ("deep JSON", {"kind": "deep_json", "depth": 100_000}, "bad_response", ""),
    ("HTML", {"kind": "html"}, "bad_response", "HTML instead of JSON"),
    ("half a body", {"kind": "half_body"}, "network", ""),
    ("broken JSON", {"kind": "broken_json"}, "bad_response", ""),
    ("a dropped connection", {"kind": "drop_connection"}, "network", ""),
    ("503", {"kind": "http_error", "status": 503}, "maintenance", "503"),
    ("404", {"kind": "http_error", "status": 404, "body": '{"balances": 7}'}, "bad_response", "404"),
    ("invalid UTF-8", {"kind": "invalid_utf8"}, "bad_response", ""),
    ("maintenance", {"kind": "maintenance"}, "maintenance", ""),
]


@pytest.mark.parametrize("fault, kind, words", [each[1:] for each in WRONG_REPLIES], ids=[e[0] for e in WRONG_REPLIES])
def test_a_wrong_reply_fails_its_wallet_only(simulators, homes, peak_bytes_max, fault, kind, words):
    household = Household(simulators, homes, fault)
    done, usage = household.home.measured("snapshot", "--slot", "current", "--json")
    assert words in household.check_only_the_broken_failed(done.json, kind)
    assert done.code == 75, done  # all of these pass, and nothing is known of Caio
    assert usage["peak_bytes"] < peak_bytes_max, f"{usage['peak_bytes'] / 2**20:.0f} MB"
    # Partial is stored: nothing is left to be done but to say so.
    table = household.home.must("show", "--user", "bea").out
    assert "partial" in table and kind in table
    household.simulator.set_faults()
    household.home.must("snapshot", "--slot", "current")
    assert household.home.query("SELECT user_id, status FROM snapshots ORDER BY user_id") == [
        ("ana", "complete"), ("bea", "complete"), ("caio", "complete")]


def test_a_partial_user_alone_is_a_run_that_is_done(simulators, homes):
    household = Household(simulators, homes, {"kind": "html"})
    done = household.home.must("snapshot", "--user", "bea", "--user", "ana")
    assert "partial" in done.out and "bad_response" in done.out


def test_a_secret_that_does_not_fit_fails_its_account_only(simulators, homes):
    simulator = simulators(users=2)
    home = homes(simulator)
    first, second = simulator.accounts
    home.link(first, {**second, "api_secret": first["api_secret"]})
    report = home.must("snapshot", "--json").json
    assert report["users"]["complete"] == 1 and report["users"]["failed"] == 1
    assert [(error["kind"], error["accounts"]) for error in report["errors"]] == [("bad_signature", 1)]
    assert home.stored_users() == ["user-000001"]


def test_many_huge_replies_at_once_take_no_more_memory(simulators, homes, peak_bytes_max):
    simulator = simulators(users=64)
    simulator.set_faults({"kind": "huge_body", "bytes": 1_000_000_000, "match": {"path": ACCOUNT}})
    home = homes(simulator)
    home.link_all(simulator)
    done, usage = home.measured("snapshot", "--json")
    assert done.code == 75 and done.json["users"]["failed"] == 64
    assert usage["peak_bytes"] < peak_bytes_max, f"{usage['peak_bytes'] / 2**20:.0f} MB"


@pytest.mark.parametrize("text", ["1e400", "NaN", "-Infinity", "0x10", "1,5", "", "1e-400", "9" * 5000],
                         ids=["1e400", "NaN", "-Infinity", "hex", "comma", "empty", "1e-400", "5000 digits"])
def test_a_number_that_is_none_is_an_odd_row_and_fails_nothing(simulators, homes, text):
    household = Household(simulators, homes, {"kind": "number", "text": text})
    report = household.home.must("snapshot", "--json").json
    assert report["status"] == "complete" and report["errors"] == []
    odd = household.home.query("SELECT user_id, text, reason FROM snapshot_odd_rows ORDER BY user_id")
    assert [user for user, _, _ in odd] == ["bea", "caio"]
    assert all(text[:20] in row and reason for _, row, reason in odd)
    stored = stored_ledger(household.home)
    assert stored["ana"][2]["binance", ""] == household.true_account(1)
    for user, label, number in (("bea", "2", 3), ("caio", "", 4)):
        true_rows, rows = household.true_account(number)[2], stored[user][2]["binance", label][2]
        assert rows < true_rows and len(rows) == len(true_rows) - 1
    shown = household.home.must("show", "--user", "caio", "--json").json[0]
    assert shown["accounts"][0]["wallets"][0]["odd_rows"]


@pytest.mark.parametrize("ms", [10_000, -10_000, 3_600_000], ids=["ahead", "behind", "an hour ahead"])
def test_a_clock_that_is_off_does_not_matter(simulators, homes, ms):
    simulator = simulators(users=20)
    simulator.set_faults({"kind": "clock_skew", "ms": ms, "match": {"exchange": "binance"}})
    home = homes(simulator)
    home.link_all(simulator)
    home.must("snapshot")
    assert stored_ledger(home) == true_ledger(simulator.truth())
    assert simulator.stats()["rejected"].get("timestamp", 0) == 0 and simulator.account_requests() == 20


@pytest.mark.parametrize("fault", [{"kind": "rate_down"}, {"kind": "html"}, {"kind": "number", "text": "NaN"},
                                   {"kind": "number", "text": "0"}, {"kind": "number", "text": "-5.1"},
                                   {"kind": "huge_body", "bytes": 1_000_000_000}],
                         ids=["down", "HTML", "NaN", "zero", "negative", "1 GB"])
def test_without_a_rate_nothing_is_stored_and_the_sources_are_named(simulators, homes, fault):
    simulator = simulators(users=3)
    home = homes(simulator)
    home.link_all(simulator)
    sources = ("awesomeapi", "coinbase-rates", "frankfurter")
    simulator.set_faults(*({**fault, "match": {"exchange": source}} for source in sources))
    done = home.must("snapshot", "--slot", "current", code=75)
    assert "no USD/BRL rate" in done.err and all(source in done.err for source in sources)
    assert home.query("SELECT * FROM snapshots") == [] and home.query("SELECT * FROM price_boards") == []
    simulator.set_faults()
    home.must("snapshot", "--slot", "current")
    assert stored_ledger(home) == true_ledger(simulator.truth())


def test_without_a_network_nothing_is_stored_and_the_sources_are_named(simulators, homes):
    simulator = simulators(users=3)
    home = homes(simulator)
    home.link_all(simulator)
    simulator.kill()
    done = home.must("snapshot", code=75)
    assert "awesomeapi" in done.err or "Binance" in done.err  # whichever was asked first
    assert "check the network, then run again" in done.err
    assert home.query("SELECT * FROM snapshots") == []


def test_an_exchange_that_dies_in_mid_run_costs_only_what_was_not_read(simulators, homes):
    world = {"users": 600, "seed": 7}
    simulator = simulators(jitter="100ms", **world)
    home = homes(simulator)
    home.link_all(simulator)
    run = home.start("snapshot", "--slot", "current", "--json")
    wait_until(lambda: simulator.account_requests() > 280)
    simulator.kill()
    done = run.done()
    assert done.code == 75, done
    report = done.json
    assert [(error["exchange"], error["kind"]) for error in report["errors"]] == [("binance", "network")]
    assert report["users"]["complete"] + report["users"]["failed"] == 600 and report["users"]["failed"] > 0
    assert len(home.stored_users()) == report["users"]["complete"]
    again = simulators(**world)
    home.env.update(again.env)
    home.must("snapshot", "--slot", "current")
    assert stored_ledger(home) == true_ledger(again.truth())
    assert again.account_requests() == report["users"]["failed"], "somebody who was stored was asked for again"


def test_an_exchange_that_never_answers_is_given_up(stalled_run):
    home, run = stalled_run[0]
    done = run.done(timeout_s=180)
    assert done.code == 75, done
    assert [(error["kind"], error["accounts"]) for error in done.json["errors"]] == [("timeout", 1)]
    assert home.stored_users() == ["user-000001", "user-000003"]


def test_a_run_is_stopped_although_an_exchange_never_answers(stalled_run):
    home, run = stalled_run[1]
    assert run.done().code == 75
    assert "stopping" in run.err
    assert home.stored_users() == ["user-000001", "user-000003"], "what was read was lost"
