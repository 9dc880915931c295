"""Measures `saldo snapshot` against the simulator, and prints a table: see scripts/bench.

Peak memory is what the kernel counted for the process (wait4), so nothing between two looks is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SUITE = PROJECT / "tests" / "system"
sys.path.insert(0, str(SUITE))

from home import Home  # noqa: E402
from simulator import Simulator  # noqa: E402

PEAK_BYTES_MAX = 64 * 1024 * 1024
FLAT_BYTES = 8 * 1024 * 1024  # how much more the largest run may take than the smallest
RUN_TIMEOUT_S = 1800
COMMAND = ("snapshot", "--slot", "current", "--json")


def measure(binaries, users, folder):
    """One run over all users, who are linked beforehand, with no latency and no limits."""
    simulator = Simulator(str(binaries / "saldo-sim"), folder / "sim", users=users)
    home = Home(binaries / "saldo", folder / "home", simulator.env)
    try:
        home.must("account", "import", str(simulator.accounts_file), timeout_s=RUN_TIMEOUT_S)
        done, usage = home.measured(*COMMAND, timeout_s=RUN_TIMEOUT_S)
    finally:
        home.end()
        simulator.stop()
    assert done.code == 0, done
    assert done.json["users"]["complete"] == users, done
    return {"users": users, **usage, "database_bytes": home.database.stat().st_size}


def row(figures):
    users, seconds = figures["users"], figures["seconds"]
    return (f"{users:>9,} {figures['peak_bytes'] / 2**20:>9.1f} {seconds:>9.1f} {users / seconds:>9,.0f} "
            f"{figures['cpu_seconds'] / users * 1e6:>9.0f} {figures['database_bytes'] / users:>9,.0f}")


def machine():
    cpu = subprocess.run(["lscpu"], stdout=subprocess.PIPE, text=True, check=False).stdout
    model = next((line.split(":")[1].strip() for line in cpu.splitlines() if line.startswith("Model name")), "unknown")
    return f"{os.cpu_count()} x {model}, load {os.getloadavg()[0]:.1f}"


def print_header(binaries):
    print("Peak memory of a snapshot, no latency, limits off, one account a user")
    print(f"  on    {machine()}")
    print("  sim   saldo-sim --exchanges binance --port-base 0 --limits off --users N ...")
    print("  link  saldo account import accounts.jsonl")
    print(f"  run   saldo {' '.join(COMMAND)}   ({binaries / 'saldo'})\n")
    print(f"{'users':>9} {'peak MB':>9} {'seconds':>9} {'users/s':>9} {'us CPU/u':>9} {'B disk/u':>9}", flush=True)


def verdict(all_figures):
    peaks = [figures["peak_bytes"] for figures in all_figures]
    if max(peaks) > PEAK_BYTES_MAX:
        return f"more than {PEAK_BYTES_MAX / 2**20:.0f} MB"
    if max(peaks) - peaks[0] > FLAT_BYTES:
        return f"not flat: memory grows with the users by more than {FLAT_BYTES / 2**20:.0f} MB"
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, nargs="+", default=[1_000, 100_000], help="a run for each")
    parser.add_argument("--json", help="also write the figures to this file")
    options = parser.parse_args()
    binaries = Path(os.environ.get("SALDO_BIN", PROJECT / "build" / "bin")).resolve()
    print_header(binaries)
    all_figures = []
    for users in sorted(options.users):
        with tempfile.TemporaryDirectory(prefix="saldo-bench-") as folder:
            all_figures.append(measure(binaries, users, Path(folder)))
        print(row(all_figures[-1]), flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps(all_figures, indent=2) + "\n")
    problem = verdict(all_figures)
    print(f"\n{problem}" if problem else "\nat most 64 MB, and flat")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
