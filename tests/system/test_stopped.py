"""SIGTERM and SIGINT in the middle of a run."""

import signal
import time

import pytest

from home import wait_until
from ledger import stored_ledger, true_ledger

USERS = 600  # more than are read at a time
RUN = ("snapshot", "--slot", "current")
SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])


def in_mid_run(simulators, homes, latency_ms):
    simulator = simulators(users=USERS)
    simulator.set_faults({"kind": "latency", "ms": latency_ms, "match": {"path": "/api/v3/account"}})
    home = homes(simulator)
    home.link_all(simulator)
    run = home.start(*RUN)
    wait_until(lambda: simulator.account_requests() > 0)
    return simulator, home, run


@SIGNALS
def test_a_stopped_run_keeps_what_was_in_flight_and_goes_on_later(simulators, homes, number):
    simulator, home, run = in_mid_run(simulators, homes, 1000)
    run.signal(number)
    signalled = time.monotonic()
    done = run.done()
    assert done.code == 75, done
    assert time.monotonic() - signalled < 10
    assert "stopping" in done.err and "run it again" in done.err
    asked = [user for user in simulator.truth() if simulator.requests_of(user) > 0]
    assert home.stored_users() == asked and 0 < len(asked) < USERS
    assert home.query("SELECT ending FROM runs") == [("stopped",)]
    simulator.set_faults()
    home.must(*RUN)
    assert stored_ledger(home) == true_ledger(simulator.truth())
    assert simulator.account_requests() == USERS, "somebody was asked for twice"


@SIGNALS
def test_a_second_signal_ends_a_run_at_once(simulators, homes, number):
    simulator, home, run = in_mid_run(simulators, homes, 15_000)
    run.signal(number)
    wait_until(lambda: "stopping" in run.err)
    run.signal(number)
    signalled = time.monotonic()
    assert run.done().code == 75
    assert time.monotonic() - signalled < 5
    assert home.is_sound()
    assert home.stored_users() == []
    simulator.set_faults()
    home.must(*RUN)
    assert stored_ledger(home) == true_ledger(simulator.truth())


def test_a_run_is_stopped_while_it_waits_for_a_limit(simulators, homes):
    simulator = simulators(users=400, limits="official")
    home = homes(simulator, SALDO_LIMIT_SHARE="5")
    home.link_all(simulator)
    run = home.start(*RUN)
    wait_until(lambda: simulator.account_requests() > 0)
    run.signal(signal.SIGTERM)
    signalled = time.monotonic()
    assert run.done().code == 75
    assert time.monotonic() - signalled < 5
    stats = simulator.stats()
    assert stats["rate_limited"] == 0 and stats["banned"] == 0
