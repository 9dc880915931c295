"""A database that cannot be used, or not any more: what it is, what to do, and nothing lost."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from home import without_override
from ledger import stored_ledger, true_ledger

USERS = 300
TMPFS_BYTES = 4 * 1024 * 1024


@pytest.fixture
def linked(simulators, homes):
    simulator = simulators(users=3)
    home = homes(simulator)
    home.link_all(simulator)
    home.simulator = simulator
    return home


def refused(home, code, *arguments, **how):
    done = home.must(*(arguments or ("snapshot",)), code=code, **how)
    assert done.out == ""
    assert home.simulator.stats()["requests"] == 0
    return done.err


def test_a_file_that_may_not_be_read_is_named(linked):
    before = linked.database.read_bytes()
    linked.database.chmod(0)
    told = refused(linked, 75, preexec_fn=without_override)
    assert str(linked.database) in told and "can be read and written by this user" in told
    linked.database.chmod(0o600)
    assert linked.database.read_bytes() == before
    linked.must("snapshot")


def test_a_file_that_may_not_be_written_is_named(linked):
    before = linked.database.read_bytes()
    linked.database.chmod(0o400)
    linked.database.parent.chmod(0o500)
    told = refused(linked, 75, "account", "remove", "binance", "--user", "user-000001", preexec_fn=without_override)
    assert str(linked.database) in told and "writable" in told
    assert linked.must("account", "list", preexec_fn=without_override).out.count("user-") == 3
    linked.database.parent.chmod(0o700)
    assert linked.database.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_named(linked):
    closed = linked.folder / "closed"
    closed.mkdir(mode=0o500)
    told = refused(linked, 75, env={"SALDO_DATABASE": str(closed / "new" / "saldo.db")}, preexec_fn=without_override)
    assert str(closed / "new") in told and "SALDO_DATABASE" in told
    assert list(closed.iterdir()) == []


def test_a_folder_is_no_database(linked):
    told = refused(linked, 75, env={"SALDO_DATABASE": str(linked.folder)})
    assert str(linked.folder) in told


def test_a_file_of_another_kind_is_left_alone(linked):
    letter = linked.folder / "letter.txt"
    letter.write_text("Dear Ana,\n" * 500)
    told = refused(linked, 78, env={"SALDO_DATABASE": str(letter)})
    assert str(letter) in told and "SALDO_DATABASE" in told
    assert letter.read_text() == "Dear Ana,\n" * 500


def test_the_database_of_another_program_is_left_alone(linked):
    other = linked.folder / "other.db"
    with contextlib.closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    before = other.read_bytes()
    told = refused(linked, 78, env={"SALDO_DATABASE": str(other)})
    assert str(other) in told and "another program" in told and "SALDO_DATABASE" in told
    assert other.read_bytes() == before


@pytest.mark.parametrize("arguments", [("snapshot",), ("history",), ("account", "list")], ids=" ".join)
def test_a_database_of_a_newer_saldo_is_left_alone(linked, arguments):
    with contextlib.closing(sqlite3.connect(linked.database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = linked.database.read_bytes()
    told = refused(linked, 78, *arguments)
    assert str(linked.database) in told and "999" in told and "upgrade saldo" in told
    assert linked.database.read_bytes() == before


def test_a_damaged_database_is_told(linked):
    linked.must("snapshot")
    size = linked.database.stat().st_size
    with linked.database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 8192))
    linked.simulator.reset_stats()
    told = refused(linked, 78, "snapshot", "--slot", "current")
    assert str(linked.database) in told and "backup" in told


@contextlib.contextmanager
def small_disk(folder: Path):
    """A file system of its own, where we may mount one."""
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(folder)],
                             stderr=subprocess.DEVNULL, check=False)
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk; the limit on the size of files is tested all the same")
    try:
        yield folder
    finally:
        for path in folder.iterdir():
            if path.name != "filler":
                shutil.copy(path, folder.parent)  # for the search for secrets
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder, bytes_left):
    """Leaves so much of a disk."""
    with (folder / "filler").open("wb") as filler:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        filler.write(b"\0" * max(0, free - bytes_left))


def check_full(home, simulator, remedy, **how):
    """A run that finds no room, after some saves or before the first one."""
    done = home.must("snapshot", "--slot", "current", code=75, **how)
    assert str(home.database) in done.err and remedy in done.err
    assert home.is_sound()
    assert len(home.query("SELECT * FROM accounts")) == USERS
    truth = true_ledger(simulator.truth())
    stored = stored_ledger(home)
    assert stored == {user: truth[user] for user in stored} and len(stored) < USERS
    return truth


@pytest.mark.parametrize("bytes_left", [16 * 1024, 200 * 1024], ids=["at once", "in mid-run"])
def test_a_full_disk_loses_nothing(simulators, homes, bytes_left):
    simulator = simulators(users=USERS, jitter="100ms")
    home = homes(simulator)
    with small_disk(home.folder / "disk") as disk:
        home.env["SALDO_DATABASE"] = str(disk / "saldo.db")
        home.link_all(simulator)
        fill(disk, bytes_left)
        truth = check_full(home, simulator, "free some space")
        (disk / "filler").unlink()
        home.must("snapshot", "--slot", "current")
        assert stored_ledger(home) == truth and home.is_sound()


def test_a_limit_on_the_size_of_files_loses_nothing(simulators, homes):
    simulator = simulators(users=USERS, jitter="100ms")
    home = homes(simulator)
    home.link_all(simulator)
    limit = home.database.stat().st_size + 100 * 1024

    def limit_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    truth = check_full(home, simulator, "free space", preexec_fn=limit_files)
    home.must("snapshot", "--slot", "current")
    assert stored_ledger(home) == truth and home.is_sound()
