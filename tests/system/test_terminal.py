"""What a person at a terminal sees."""

import os
import pty
import select
import subprocess
import time

import pytest

TIMEOUT_S = 60
KEY = "kTypedByHandKey0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL1"
SECRET = "sTypedByHandSecret0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHI1"


class Terminal:
    """A command on a terminal of its own; what it shows is kept with the home's other output."""

    def __init__(self, home, *arguments):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen([home.binary, *arguments], stdin=slave, stdout=slave, stderr=slave,
                                        cwd=home.folder, env={**home.env, "TERM": "xterm"})
        os.close(slave)
        self.shown = ""
        self.record = home.outputs / f"terminal-{self.process.pid}.out"

    def read_until(self, text=None):
        """Reads until the text is shown, or to the end."""
        end = time.monotonic() + TIMEOUT_S
        while text is None or text not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            assert ready, f"never shown: {text}\n{self.shown}"
            try:
                part = os.read(self.master, 65536)
            except OSError:  # EIO is a terminal's end of file
                part = b""
            self.shown += part.decode(errors="replace")
            self.record.write_text(self.shown)
            if not part:
                assert text is None, f"never shown: {text}\n{self.shown}"
                return

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self):
        self.read_until()
        os.close(self.master)
        return self.process.wait(TIMEOUT_S)


def test_keys_are_asked_for_and_what_is_typed_is_not_shown(homes, evidence):
    evidence.keep_secret(KEY, SECRET)
    home = homes()
    terminal = Terminal(home, "account", "add", "binance", "--user", "ana")
    terminal.read_until("API key: ")
    terminal.type(KEY + "\n")
    terminal.read_until("API secret: ")
    terminal.type(SECRET + "\n")
    assert terminal.end() == 0, terminal.shown
    assert KEY not in terminal.shown and SECRET not in terminal.shown
    assert "Linked binance for ana" in terminal.shown
    assert len(home.must("account", "list", "--json").json) == 1


@pytest.mark.parametrize("flags, drawn", [((), True), (("--no-progress",), False)], ids=["shown", "not wanted"])
def test_long_work_shows_how_far_it_is(simulators, homes, flags, drawn):
    simulator = simulators(users=600)
    simulator.set_faults({"kind": "latency", "ms": 900, "match": {"path": "/api/v3/account"}})
    home = homes(simulator)
    home.link_all(simulator)
    terminal = Terminal(home, "snapshot", *flags)
    assert terminal.end() == 0, terminal.shown
    assert ("/600 users" in terminal.shown) == drawn
    assert "600 users: 600 complete" in terminal.shown
