"""An outsider's judgement of the simulator: ccxt reads the balances that /truth says."""

import os
import shutil
import subprocess
import warnings

import pytest

from conftest import PROJECT

ACCOUNTS = 200
SOURCE = PROJECT / "tests" / "ccxt"
FILES = ("package.json", "package-lock.json", "read_balances.mjs")


@pytest.fixture(scope="session")
def ccxt_folder(binaries):
    """ccxt as the lock file pins it, below the build folder. Installed again only when the lock file has changed."""
    if not (shutil.which("node") and shutil.which("npm")):
        assert not os.environ.get("CI"), "node and npm are missing: apt-get install nodejs npm"
        warnings.warn("node or npm is missing, so nobody but saldo has judged the simulator", stacklevel=1)
        pytest.skip("node or npm is missing")
    folder = binaries.parent / "ccxt"
    folder.mkdir(exist_ok=True)
    installed = folder / "installed-lock.json"
    for name in FILES:
        shutil.copy(SOURCE / name, folder)
    lock = (SOURCE / "package-lock.json").read_bytes()
    if not installed.exists() or installed.read_bytes() != lock:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True,
                       timeout=600, stdin=subprocess.DEVNULL)
        installed.write_bytes(lock)
    return folder


def test_ccxt_reads_the_balances_that_the_simulator_calls_true(simulators, ccxt_folder):
    simulator = simulators(users=ACCOUNTS)
    done = subprocess.run(
        ["node", "read_balances.mjs", simulator.control_url, str(simulator.accounts_file),
         simulator.endpoint("binance"), str(ACCOUNTS)],
        cwd=ccxt_folder, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stdout) == (0, f"{ACCOUNTS} accounts equal\n"), done.stderr
