"""What scripts read: the fields of --json, CSV, the filters of history, show, and the tables that people see."""

import csv
import io
import re
import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from home import Home
from simulator import Simulator

USERS = 12


@pytest.fixture(scope="module")
def world(binaries, evidence, folders):
    """A simulator, a home in which all users were read under the present minute, and the report of that."""
    simulator = Simulator(str(binaries / "saldo-sim"), folders(evidence.inputs, "outputs"), users=USERS)
    for account in simulator.accounts:
        evidence.keep_secret(account["api_key"], account["api_secret"])
    home = Home(binaries / "saldo", folders(evidence.homes, "outputs"), simulator.env)
    home.link_all(simulator)
    report = home.must("snapshot", "--json").json
    yield simulator, home, report
    home.end()
    simulator.stop()


def fields(value):
    """The names in a JSON value, and of those below."""
    if isinstance(value, dict):
        return {name: fields(below) for name, below in value.items()}
    if isinstance(value, list):
        return [fields(value[0])] if value else []
    return type(value).__name__


ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_snapshot_json_has_the_fields_that_are_promised(world):
    _, _, report = world
    number, text = "int", "str"
    assert fields(report) == {
        "run_id": text, "slot": text, "trigger": text, "started_at": text, "finished_at": text, "status": text,
        "users": dict.fromkeys(("total", "complete", "partial", "failed", "already_stored"), number),
        "accounts": dict.fromkeys(("total", "ok", "failed", "stale"), number),
        "requests": dict.fromkeys(("sent", "retried", "rate_limited"), number),
        "usd_brl": {"rate": text, "source": text, "as_of": text, "stale": "bool"},
        "total_usd": text, "total_brl": text, "errors": []}
    assert report["trigger"] == "manual" and report["status"] == "complete"
    assert report["usd_brl"]["source"] == "awesomeapi" and report["usd_brl"]["stale"] is False
    for name in ("slot", "started_at", "finished_at"):
        assert ISO.fullmatch(report[name]), report[name]
    assert report["slot"].endswith(":00Z")
    assert report["requests"] == {"sent": USERS + 3, "retried": 0, "rate_limited": 0}, "rate, tickers, clock, accounts"


def test_errors_are_grouped_with_the_fields_that_are_promised(simulators, homes):
    simulator = simulators(users=5)
    simulator.set_faults({"kind": "exchange_error", "code": -2015, "match": {"path": "/api/v3/account"}})
    home = homes(simulator)
    home.link_all(simulator)
    report = home.must("snapshot", "--json").json
    assert report["status"] == "failed" and report["total_usd"] is None
    [error] = report["errors"]
    assert fields(error) == {"exchange": "str", "kind": "str", "accounts": "int", "example": "str", "advice": "str"}
    assert error["accounts"] == 5 and error["kind"] == "invalid_key"


def test_json_without_users_is_json_all_the_same(homes):
    report = homes().must("snapshot", "--json").json
    assert report["users"]["total"] == 0 and report["usd_brl"] is None and report["errors"] == []


def test_csv_says_what_json_says(world):
    _, home, _ = world
    table = list(csv.DictReader(io.StringIO(home.must("history", "--csv").out)))
    listed = home.must("history", "--json").json
    assert len(table) == len(listed) == USERS
    for row, entry in zip(table, listed):
        for name in ("user_id", "slot", "taken_at", "status", "total_usd", "total_brl"):
            assert row[name] == entry[name]
        assert row["usd_brl"] == entry["usd_brl"]["rate"] and row["usd_brl_source"] == entry["usd_brl"]["source"]


@pytest.fixture(scope="module")
def three_days(world, binaries, evidence, folders):
    """The history of three days, by setting back what was stored."""
    simulator, _, _ = world
    home = Home(binaries / "saldo", folders(evidence.homes, "days"), simulator.env)
    home.link(*simulator.accounts[:2])
    for days in (2, 1, 0):
        home.must("snapshot")
        connection = sqlite3.connect(home.database)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
                  if name == "snapshots" or name.startswith("snapshot_") or name in ("price_boards", "exchange_prices")]
        [(newest,)] = connection.execute("SELECT max(slot) FROM snapshots").fetchall()
        for name in tables:
            connection.execute(f"UPDATE {name} SET slot = ? WHERE slot = ?", (newest - days * 86_400_000, newest))
        connection.commit()
        connection.close()
    return home


def test_history_is_filtered_by_user_number_and_time(three_days):
    home = three_days
    everything = home.must("history", "--json").json
    slots = sorted({entry["slot"] for entry in everything}, reverse=True)
    assert len(slots) == 3 and len(everything) == 6
    assert [entry["slot"] for entry in everything] == sorted((e["slot"] for e in everything), reverse=True)
    one = home.must("history", "--user", "user-000002", "--json").json
    assert [(entry["user_id"], entry["slot"]) for entry in one] == [("user-000002", slot) for slot in slots]
    both = home.must("history", "--user", "user-000002", "--user", "user-000001", "--json").json
    assert both == everything
    assert home.must("history", "--last", "2", "--json").json == everything[:2]
    assert {e["slot"] for e in home.must("history", "--from", slots[1], "--json").json} == set(slots[:2])
    assert {e["slot"] for e in home.must("history", "--to", slots[1], "--json").json} == {slots[2]}
    day = home.must("history", "--from", slots[1], "--to", slots[0], "--user", "user-000001", "--json").json
    assert [(entry["user_id"], entry["slot"]) for entry in day] == [("user-000001", slots[1])]
    assert home.must("history", "--from", slots[1][:10], "--json").json
    assert home.must("history", "--user", "nobody", "--json").json == []


def test_show_gives_the_newest_or_the_one_that_is_named(three_days):
    home = three_days
    slots = sorted({entry["slot"] for entry in home.must("history", "--json").json})
    assert home.must("show", "--user", "user-000002", "--json").json[0]["slot"] == slots[-1]
    assert [each["slot"] for each in home.must("show", slots[0], "--json").json] == [slots[0]] * 2
    missing = home.must("show", "2020-01-01T00:00Z", code=64)
    assert "no such snapshot" in missing.err and missing.out == ""


def test_show_tells_amounts_prices_values_and_the_rate(world):
    _, home, report = world
    [snapshot] = home.must("show", "--user", "user-000001", "--json").json
    text = home.must("show", "--user", "user-000001").out
    assert set(snapshot) == {"user_id", "slot", "taken_at", "run_id", "trigger", "status", "quality", "total_usd",
                             "total_brl", "usd_brl", "accounts", "failures", "unpriced", "events"}
    assert snapshot["run_id"] == report["run_id"] and snapshot["failures"] == []
    for account in snapshot["accounts"]:
        for wallet in account["wallets"]:
            for token in wallet["tokens"]:
                assert token["symbol"] in text
                assert (token["price_usd"] is None) == (token["value_usd"] is None)
                assert token["price_usd"] is None or token["price_path"]
    assert f"{float(snapshot['total_usd']):,.2f}" in text and "complete" in text
    assert report["usd_brl"]["source"] in text


def test_lists_are_tables_for_people_and_json_for_programs(world):
    _, home, _ = world
    accounts = home.must("account", "list").out.splitlines()
    assert accounts[0].split()[:3] == ["USER", "EXCHANGE", "LABEL"] and len(accounts) == USERS + 1
    assert [each["user_id"] for each in home.must("account", "list", "--json").json] == [
        f"user-{number:06}" for number in range(1, USERS + 1)]
    assert "binance" in home.must("exchanges").out
    [binance] = [each for each in home.must("exchanges", "--json").json if each["id"] == "binance"]
    assert binance["wallets"] == ["spot"] and binance["limits"]
    assert home.must("exchanges", "binance", "--json").json == binance
    assert home.must("version").out == f"saldo {home.must('version', '--json').json['version']}\n"


def test_no_colour_and_no_progress_without_a_terminal(world):
    _, home, _ = world
    for arguments in (("snapshot",), ("history",), ("show",), ("account", "list"), ("exchanges",)):
        done = home.must(*arguments)
        assert "\x1b" not in done.out + done.err and "\r" not in done.out + done.err
        assert done.err == ""


def test_a_snapshot_of_the_same_minute_is_the_same_snapshot(simulators, homes):
    simulator = simulators(users=1)
    home = homes(simulator)
    home.link_all(simulator)
    for _ in range(3):
        first, second = (home.must("snapshot", "--json").json for _ in range(2))
        if first["slot"] == second["slot"]:
            break  # else a minute ended between the two
    assert second["users"]["already_stored"] == 1
    now = datetime.now(timezone.utc)
    assert now - timedelta(minutes=5) < datetime.strptime(second["slot"], "%Y-%m-%dT%H:%M:%SZ").replace(
        tzinfo=timezone.utc) <= now


def test_a_total_is_never_shown_without_its_status(simulators, homes):
    simulator = simulators(users=2)
    home = homes(simulator)
    first, second = simulator.accounts
    home.link({**first, "user_id": "ana"}, {**second, "user_id": "ana", "label": "2"})
    simulator.set_faults({"kind": "maintenance", "match": {"user": second["user_id"]}})
    told = [home.must("snapshot").out, home.must("history").out, home.must("show").out]
    for text in told:
        assert re.search(r"partial: binance 2 spot: maintenance", text), text
    [entry] = home.must("history", "--json").json
    assert entry["status"] == "partial" and "maintenance" in entry["why"]
