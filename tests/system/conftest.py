"""Fixtures: a simulator for each need, a throw-away home for each test, and one folder that keeps all of it.

    python3 -m venv build/venv && build/venv/bin/pip install -r tests/system/requirements.txt
    SALDO_BIN=build/bin build/venv/bin/python -m pytest tests/system

Everything that a test runs stays in that folder until test_no_secret_leaked, which is the last test of a session, has
searched it for every secret that any test used. The folder goes when all is well; a failure names it.
"""

import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from evidence import Evidence  # noqa: E402
from home import Home, wait_until  # noqa: E402
from simulator import Simulator  # noqa: E402

PROJECT = Path(__file__).resolve().parents[2]
MIDNIGHT_MARGIN_S = 30


def pytest_collection_modifyitems(items):
    """Slow waits that go on in the background are collected near the end, the search for secrets is the end."""
    items.sort(key=lambda item: (item.get_closest_marker("last") is not None, "stalled_run" in item.fixturenames))


def is_a_day_ending():
    return time.time() % 86_400 > 86_400 - MIDNIGHT_MARGIN_S


def pytest_runtest_setup():
    """Slots are days here: a test that would run into the next one starts in it."""
    wait_until(lambda: not is_a_day_ending(), timeout_s=2 * MIDNIGHT_MARGIN_S)


def pytest_configure(config):
    config.addinivalue_line("markers", "last: runs after all others")


@pytest.fixture(scope="session")
def binaries():
    folder = Path(os.environ.get("SALDO_BIN", PROJECT / "build" / "bin")).resolve()
    for name in ("saldo", "saldo-sim"):
        assert (folder / name).exists(), f"{folder / name} is missing: build it, or say in SALDO_BIN where it is"
    return folder


@pytest.fixture(scope="session")
def peak_bytes_max(binaries):
    """What a run may take of memory; a sanitizer takes much more, and nobody minds."""
    is_sanitized = b"__asan_init" in (binaries / "saldo").read_bytes()
    return sys.maxsize if is_sanitized else 64 * 1024 * 1024


@pytest.fixture(scope="session")
def evidence(request):
    root = Path(tempfile.mkdtemp(prefix="saldo-system-"))
    yield Evidence(root)
    if request.session.testsfailed:
        print(f"\nwhat the tests ran is in {root}")
    else:
        shutil.rmtree(root)


@pytest.fixture(scope="session")
def folders(evidence):
    """Gives new folders: one for what is searched, one for what may hold secrets."""
    count = iter(range(10_000))

    def make(below, name):
        folder = below / f"{next(count):03}-{name}"
        folder.mkdir()
        return folder

    return make


def simulator_factory(binaries, evidence, folders, name):
    started = []

    def start(**options):
        simulator = Simulator(str(binaries / "saldo-sim"), folders(evidence.inputs, name), **options)
        started.append(simulator)
        for account in simulator.accounts:
            evidence.keep_secret(account["api_key"], account["api_secret"], account["passphrase"])
        return simulator

    return start, started


@pytest.fixture
def simulators(binaries, evidence, folders, request):
    """Starts simulators: simulators(users=10, latency="40ms")."""
    start, started = simulator_factory(binaries, evidence, folders, request.node.originalname[:60])
    yield start
    for simulator in started:
        simulator.stop()


@pytest.fixture
def homes(binaries, evidence, folders, request):
    """Makes homes: homes(simulator), or homes() with nothing to talk to; further settings by name."""
    made = []

    def make(simulator=None, **settings):
        env = {**(simulator.env if simulator else {}), **settings}
        evidence.keep_secret(*settings.get("ENCRYPTION_KEY", "").split(","))
        home = Home(binaries / "saldo", folders(evidence.homes, request.node.originalname[:60]), env)
        made.append(home)
        return home

    yield make
    for home in made:
        home.end()


@pytest.fixture(scope="session")
def stalled_run(binaries, evidence, folders):
    """Two runs in which one user's exchange never answers: they take a minute, so they start before other tests."""
    start, started = simulator_factory(binaries, evidence, folders, "stalled")
    simulator = start(users=3)
    simulator.set_faults({"kind": "stall", "match": {"path": "/api/v3/account", "user": "user-000002"}})
    homes = [Home(binaries / "saldo", folders(evidence.homes, "stalled"), simulator.env) for _ in range(2)]
    runs = []
    for home in homes:
        home.link_all(simulator)
        runs.append((home, home.start("snapshot", "--json")))
    wait_until(lambda: simulator.account_requests() == 6)
    runs[1][1].signal(signal.SIGTERM)
    yield runs
    for home in homes:
        home.end()
    for each in started:
        each.stop()


@pytest.fixture(scope="session", autouse=True)
def begin_what_takes_long(request):
    """The stalled run goes on in the background of all other tests, and is looked at near the end."""
    if any("stalled_run" in item.fixturenames for item in request.session.items):
        request.getfixturevalue("stalled_run")
