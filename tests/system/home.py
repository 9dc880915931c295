"""A throw-away home in which saldo runs, with an environment of its own."""

import contextlib
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

TIMEOUT_S = 120
POLL_S = 0.01
MEASURE = Path(__file__).with_name("measure.py")


def wait_until(condition, timeout_s=TIMEOUT_S):
    """Asks again and again until the condition holds, and gives what it gave."""
    end = time.monotonic() + timeout_s
    while True:
        outcome = condition()
        if outcome:
            return outcome
        assert time.monotonic() < end, "what was waited for never came"
        time.sleep(POLL_S)


class Done:
    """A command that has ended."""

    def __init__(self, code, out, err, seconds):
        self.code, self.out, self.err, self.seconds = code, out, err, seconds

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code} after {self.seconds:.1f} s\n--- stdout\n{self.out[-3000:]}\n--- stderr\n{self.err[-3000:]}"


class Running:
    """A command under way. Its output goes to files, which stay for the search for secrets."""

    def __init__(self, arguments, prefix, *, env, cwd, stdin=None, stdout=None, preexec_fn=None):
        self.out_file = Path(f"{prefix}.out")
        self.err_file = Path(f"{prefix}.err")
        self.began = time.monotonic()
        with self.out_file.open("wb") as out, self.err_file.open("wb") as err:
            self.process = subprocess.Popen(
                arguments, env=env, cwd=cwd, stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                stdout=out if stdout is None else stdout, stderr=err, preexec_fn=preexec_fn)
        if stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(stdin if isinstance(stdin, bytes) else stdin.encode())
                self.process.stdin.close()

    @property
    def is_on(self):
        return self.process.poll() is None

    @property
    def err(self):
        return self.err_file.read_text(errors="replace")

    def signal(self, number):
        self.process.send_signal(number)

    def done(self, timeout_s=TIMEOUT_S) -> Done:
        try:
            code = self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(TIMEOUT_S)
            raise AssertionError(f"no end after {timeout_s} s\n{self.err[-3000:]}") from None
        return Done(code, self.out_file.read_text(errors="replace"), self.err, time.monotonic() - self.began)


class Home:
    """Its database is where saldo puts it by default."""

    def __init__(self, binary, folder: Path, env=None):
        self.binary = str(binary)
        self.folder = folder
        self.outputs = folder / "outputs"
        self.outputs.mkdir(parents=True)
        self.env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder),
                    "XDG_DATA_HOME": str(folder / "data"), **(env or {})}
        self._numbers = itertools.count(1)
        self._started = []

    @property
    def database(self):
        return Path(self.env.get("SALDO_DATABASE", self.folder / "data" / "saldo" / "saldo.db"))

    @property
    def key_file(self):
        return Path(f"{self.database}.key")

    def start(self, *arguments, env=None, command=None, **how) -> Running:
        prefix = self.outputs / f"{next(self._numbers):03}-{'-'.join(arguments[:2]).replace('/', '_')[:40]}"
        running = Running([*(command or []), self.binary, *arguments], prefix, env={**self.env, **(env or {})},
                          cwd=self.folder, **how)
        self._started.append(running)
        return running

    def run(self, *arguments, timeout_s=TIMEOUT_S, **how) -> Done:
        return self.start(*arguments, **how).done(timeout_s)

    def must(self, *arguments, code=0, **how) -> Done:
        """Runs a command that has to end with this exit code."""
        done = self.run(*arguments, **how)
        assert done.code == code, done
        return done

    def measured(self, *arguments, **how):
        """Runs a command, and gives its end and what it used: peak_bytes, seconds, cpu_seconds."""
        usage_file = self.folder / "usage.json"
        done = self.run(*arguments, command=[sys.executable, "-I", "-S", str(MEASURE), str(usage_file)], **how)
        return done, json.loads(usage_file.read_text())

    def link(self, *accounts):
        """Links accounts as the simulator emits them."""
        lines = "".join(json.dumps(account) + "\n" for account in accounts)
        self.must("account", "import", "-", stdin=lines)

    def link_all(self, simulator):
        self.must("account", "import", str(simulator.accounts_file))

    def query(self, sql, *parameters):
        """Rows of the database, read by SQLite's own library."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=TIMEOUT_S)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def stored_users(self):
        return [user for (user,) in self.query("SELECT user_id FROM snapshots ORDER BY user_id")]

    def is_sound(self):
        return self.query("PRAGMA integrity_check") == [("ok",)]

    def end(self):
        for running in self._started:
            if running.is_on:
                running.process.kill()
                running.process.wait(TIMEOUT_S)


def without_override():
    """Lets a command that root runs feel the permissions of files, as everybody else's commands do."""
    if os.geteuid() != 0:
        return
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    drop_from_bounding_set, cap_dac_override, cap_dac_read_search, cap_fowner = 24, 1, 2, 3
    for capability in (cap_dac_override, cap_dac_read_search, cap_fowner):
        if libc.prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_CAPBSET_DROP)")
