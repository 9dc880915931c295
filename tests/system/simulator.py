"""A saldo-sim process, and its control port."""

import http.client
import json
import subprocess
import threading
from urllib.parse import urlparse

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 10
REPLY_TIMEOUT_S = 60
TRUTH_PAGE = 1000


class Simulator:
    """Runs from construction until stop(). `env` is what saldo needs to talk to it."""

    def __init__(self, binary, folder, *, users, limits="off", exchanges="binance", **options):
        folder.mkdir(parents=True, exist_ok=True)
        self.users = users
        self.accounts_file = folder / "accounts.jsonl"
        arguments = [binary, "--exchanges", exchanges, "--port-base", "0", "--users", str(users), "--limits", limits,
                     "--emit-accounts", str(self.accounts_file)]
        for name, value in options.items():
            flag = "--" + name.replace("_", "-")
            arguments += [flag] if value is True else [flag, str(value)]
        self.errors = folder / "sim.err"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=errors, text=True)
        self.env = self._read_env()
        self.control_url = self.env.pop("SIM_CONTROL")
        self._control = None

    def _read_env(self):
        """The lines that it prints before `ready`; all ports listen by then."""
        watchdog = threading.Timer(START_TIMEOUT_S, self.process.kill)
        watchdog.start()
        env = {}
        try:
            for line in self.process.stdout:
                if line == "ready\n":
                    return env
                name, _, value = line.rstrip("\n").partition("=")
                env[name] = value
        finally:
            watchdog.cancel()
        self.process.wait(STOP_TIMEOUT_S)
        raise AssertionError(f"the simulator did not start: {self.errors.read_text()}")

    @property
    def accounts(self):
        """The emitted accounts, as dictionaries."""
        with self.accounts_file.open() as lines:
            return [json.loads(line) for line in lines]

    def endpoint(self, name):
        return dict(entry.split("=", 1) for entry in self.env["SALDO_ENDPOINTS"].split(","))[name]

    def ask(self, method, path, body=None):
        """The text of a reply from the control port, on a connection that is kept."""
        if self._control is None:
            self._control = http.client.HTTPConnection(urlparse(self.control_url).netloc, timeout=REPLY_TIMEOUT_S)
        try:
            self._control.request(method, path, body)
            reply = self._control.getresponse()
            text = reply.read().decode()
        except (http.client.HTTPException, OSError):
            self._control.close()
            self._control = None
            raise
        assert reply.status == 200, f"{method} {path}: {reply.status} {text}"
        return text

    def truth(self):
        """What a perfect client would store, by user id."""
        found = {}
        while True:
            page = self.ask("GET", f"/truth?all=1&from={len(found)}&count={TRUTH_PAGE}").splitlines()
            if not page:
                return found
            for line in page:
                user = json.loads(line)
                found[user["user_id"]] = user

    def stats(self, exchange="binance"):
        return json.loads(self.ask("GET", "/stats"))["exchanges"][exchange]

    def account_requests(self):
        """How often an account's balances were asked for."""
        return self.stats()["paths"].get("/api/v3/account", 0)

    def requests_of(self, user):
        return json.loads(self.ask("GET", f"/stats?user={user}"))["requests"]

    def reset_stats(self):
        self.ask("POST", "/stats/reset", "")

    def set_faults(self, *rules):
        self.ask("POST", "/faults", json.dumps({"rules": rules}))

    def kill(self):
        self.process.kill()
        self.process.wait(STOP_TIMEOUT_S)

    def stop(self):
        if self._control:
            self._control.close()
        self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process.stdout.close()
