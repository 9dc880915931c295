"""The same slot again, several runs at once, and accounts that come and go meanwhile."""

import json

from home import wait_until
from ledger import stored_ledger, true_ledger

USERS = 300
RUN = ("snapshot", "--slot", "current", "--json")


def slow_for_one_user(ms):
    """Keeps a run on for so long, while everybody else is read at once."""
    return {"kind": "latency", "ms": ms, "match": {"path": "/api/v3/account", "user": "user-000001"}}


def check_all_is_there_once(home, truth):
    assert home.is_sound()
    assert home.stored_users() == sorted(truth)
    assert stored_ledger(home) == true_ledger(truth)


def test_the_same_slot_twice_doubles_nothing_and_asks_nothing(simulators, homes):
    simulator = simulators(users=USERS)
    home = homes(simulator)
    home.link_all(simulator)
    first = home.must(*RUN).json
    before = {table: home.query(f"SELECT * FROM {table}") for table in ("snapshots", "snapshot_tokens")}
    simulator.reset_stats()
    second = home.must(*RUN).json
    assert second["slot"] == first["slot"]
    assert second["users"] == {"total": USERS, "complete": 0, "partial": 0, "failed": 0, "already_stored": USERS}
    assert second["requests"]["sent"] == 0
    assert simulator.stats()["requests"] == 0
    assert before == {table: home.query(f"SELECT * FROM {table}") for table in before}
    check_all_is_there_once(home, simulator.truth())


def test_two_runs_at_once_double_nothing(simulators, homes):
    simulator = simulators(users=USERS, jitter="50ms")
    home = homes(simulator)
    home.link_all(simulator)
    runs = [home.start(*RUN), home.start(*RUN)]
    reports = [run.done() for run in runs]
    assert [done.code for done in reports] == [0, 0], reports
    assert all(done.json["users"]["total"] == USERS for done in reports)
    check_all_is_there_once(home, simulator.truth())


def test_accounts_can_be_added_while_three_runs_are_on(simulators, homes):
    simulator = simulators(users=USERS)
    late = 20
    home = homes(simulator)
    home.link(*simulator.accounts[:-late])
    simulator.set_faults(slow_for_one_user(6000))
    runs = [home.start(*RUN) for _ in range(3)]
    wait_until(lambda: simulator.requests_of("user-000001") == 3)
    for account in simulator.accounts[-late:]:
        keys = {name: account[name] for name in ("api_key", "api_secret")}
        home.must("account", "add", "binance", "--user", account["user_id"], stdin=json.dumps(keys))
    assert all(run.is_on for run in runs), "the runs were over too soon to show anything"
    assert len(home.must("account", "list", "--json").json) == USERS
    for run in runs:
        assert run.done().code == 0, run.err
    home.must(*RUN)
    check_all_is_there_once(home, simulator.truth())


def test_an_account_can_be_removed_while_a_run_is_on(simulators, homes):
    simulator = simulators(users=USERS)
    home = homes(simulator)
    home.link_all(simulator)
    simulator.set_faults(slow_for_one_user(3000))
    run = home.start(*RUN)
    wait_until(lambda: simulator.requests_of("user-000001") == 1)
    for user in ("user-000001", "user-000150", f"user-{USERS:06}"):
        home.must("account", "remove", "binance", "--user", user)
    assert run.is_on, "the run was over too soon to show anything"
    assert run.done().code == 0
    listed = {account["user_id"] for account in home.must("account", "list", "--json").json}
    assert listed == set(simulator.truth()) - {"user-000001", "user-000150", f"user-{USERS:06}"}
    assert listed <= set(home.stored_users())
    assert home.is_sound()


def test_one_user_alone_settles_nothing(simulators, homes):
    simulator = simulators(users=5)
    home = homes(simulator)
    home.link_all(simulator)
    home.must("snapshot", "--slot", "current", "--user", "user-000002")
    assert home.stored_users() == ["user-000002"]
    assert home.query("SELECT * FROM slots WHERE done") == []
    home.must(*RUN)
    assert len(home.query("SELECT * FROM slots WHERE done")) == 1
    check_all_is_there_once(home, simulator.truth())


def test_what_only_looks_stores_nothing(simulators, homes):
    simulator = simulators(users=5)
    home = homes(simulator)
    home.link_all(simulator)
    before = home.database.read_bytes()
    assert home.must("snapshot", "--dry-run", "--json").json["users"]["complete"] == 5
    assert home.must("snapshot", "--exchange", "binance", "--json").json["users"]["complete"] == 5
    assert home.database.read_bytes() == before
