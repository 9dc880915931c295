"""SIGKILL at any moment, and the same slot again: one snapshot a user, none lost, none read twice.

SALDO_TEST_SEED repeats the moments of an earlier session, as far as a machine's load lets them be repeated.
"""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter

from ledger import stored_ledger, true_ledger

KILLS = 100
KILLS_BETWEEN_SAVES_MIN = 50
# Transactions are short: for so many of the kills, the first one after the moment is waited for.
TRANSACTIONS_SOUGHT = 0.25
KILLS_A_ROUND_MAX = 4
ROUNDS_MAX = 200
USERS = 600
# 256 users are read at a time, and what was read is saved every 200 ms: this makes a run of some ten saves.
LATENCY = {"kind": "latency", "ms": 80, "match": {"path": "/api/v3/account"}}
JITTER = "120ms"

SLOT = ("snapshot", "--slot", "current", "--json")
BEFORE, BETWEEN, AFTER = "before the first save", "between first and last save", "after the last save"


def current_day():
    return int(time.time()) // 86400


class Round:
    """One database, killed again and again until a run is left to come to its end."""

    def __init__(self, home, simulator, truth):
        self.home, self.simulator, self.truth = home, simulator, truth
        self.home.link_all(simulator)
        self.simulator.reset_stats()
        self.requests_when_stored = {}
        self.journals = 0  # left behind by kills in the middle of a save
        self.day = current_day()

    @property
    def journal(self):
        """SQLite's, which is there during a transaction."""
        return self.home.database.with_name("saldo.db-journal")

    def kill_after(self, seconds, in_a_transaction):
        """Where the kill hit; None when the run was over before."""
        running = self.home.start(*SLOT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.process.wait(seconds)
        while in_a_transaction and running.is_on and not self.journal.exists():
            time.sleep(0.001)
        running.signal(signal.SIGKILL)
        code = running.done().code
        before = len(self.requests_when_stored)
        self.note_requests(self.stored_after_kill())
        now = len(self.requests_when_stored)
        if code != -signal.SIGKILL:
            return None
        return AFTER if now == USERS else BEFORE if now == before else BETWEEN

    def stored_after_kill(self):
        """Read from a copy, so that saldo and not this test meets the journal that the kill left behind."""
        copy = self.home.folder / "killed"
        copy.mkdir(exist_ok=True)
        self.journals += self.journal.exists()
        for path in (self.home.database, self.journal):
            if path.exists():
                shutil.copy(path, copy)
        with contextlib.closing(sqlite3.connect(copy / "saldo.db")) as connection:
            users = [user for (user,) in connection.execute("SELECT user_id FROM snapshots")]
        (copy / "saldo.db").unlink()
        return users

    def note_requests(self, users):
        assert set(self.requests_when_stored) <= set(users), "a stored snapshot was lost"
        for user in users:
            if user not in self.requests_when_stored:
                self.requests_when_stored[user] = self.simulator.requests_of(user)

    def complete(self):
        report = self.home.must(*SLOT).json
        assert report["users"]["already_stored"] == len(self.requests_when_stored)
        self.note_requests(self.home.stored_users())

    def check(self):
        """Exactly one snapshot a user, all of them right, and nobody asked for again once stored."""
        assert self.home.is_sound()
        assert self.home.stored_users() == sorted(self.truth), "a user was lost or is there twice"
        assert stored_ledger(self.home) == self.truth
        again = {user: (then, now) for user, then in self.requests_when_stored.items()
                 if (now := self.simulator.requests_of(user)) != then}
        assert not again, f"requests sent again for users that were stored: {again}"


def usual_duration_s(home, simulator):
    home.link_all(simulator)
    return home.must(*SLOT).seconds


def chart(moments, places):
    """Both histograms as text: when the kills came, and where they hit."""
    lines = ["kills by their moment, in tenths of a usual run:"]
    tenths = Counter(min(int(moment * 10), 12) for moment in moments)
    lines += [f"  {tenth / 10:.1f} {'#' * tenths[tenth]} {tenths[tenth]}" for tenth in range(max(tenths) + 1)]
    lines += ["kills by where they hit:"] + [f"  {place}: {places[place]}" for place in (BEFORE, BETWEEN, AFTER)]
    return "\n".join(lines)


def test_a_hundred_kills_lose_nothing_double_nothing_and_repeat_nothing(simulators, homes):
    seed = int(os.environ.get("SALDO_TEST_SEED", random.SystemRandom().randrange(1_000_000)))
    print(f"\nSALDO_TEST_SEED={seed}")
    draw = random.Random(seed)
    simulator = simulators(users=USERS, jitter=JITTER)
    simulator.set_faults(LATENCY)
    truth = true_ledger(simulator.truth())
    usual_s = usual_duration_s(homes(simulator, SNAPSHOT_INTERVAL_HOURS="24"), simulator)
    moments, places, journals = [], Counter(), 0
    for _ in range(ROUNDS_MAX):
        kill_round = Round(homes(simulator, SNAPSHOT_INTERVAL_HOURS="24"), simulator, truth)
        hits = []
        for _ in range(draw.randint(1, KILLS_A_ROUND_MAX)):
            if len(kill_round.requests_when_stored) == USERS:
                break
            left = 1 - len(kill_round.requests_when_stored) / USERS
            moment = draw.uniform(0.2, 0.45 + 0.6 * left)
            if place := kill_round.kill_after(moment * usual_s, draw.random() < TRANSACTIONS_SOUGHT):
                hits.append((moment, place))
        if current_day() != kill_round.day:
            continue  # midnight came, and with it the next slot
        kill_round.complete()
        if current_day() != kill_round.day:
            continue
        kill_round.check()
        moments += [moment for moment, _ in hits]
        places.update(place for _, place in hits)
        journals += kill_round.journals
        if sum(places.values()) >= KILLS and places[BETWEEN] >= KILLS_BETWEEN_SAVES_MIN:
            break
    print(f"a usual run takes {usual_s:.2f} s")
    print(chart(moments, places))
    print(f"kills in the middle of a transaction: {journals}")
    assert sum(places.values()) >= KILLS
    assert places[BETWEEN] >= KILLS_BETWEEN_SAVES_MIN
