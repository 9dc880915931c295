"""Searches all that the session left behind for every secret that it used; runs last."""

import base64
import os

import pytest

from evidence import find_leaks


def disguised(secret):
    return [secret, f"Basic {base64.b64encode(b'x:' + secret.encode()).decode()}", secret.encode().hex(),
            base64.urlsafe_b64encode(secret.encode()).decode(), secret[:20] + "...", "..." + secret[-20:]]


@pytest.mark.parametrize("leak", disguised("kCanary7d41pZv9QmLx0RbnTSe5uW2yHjf"))
def test_the_search_finds_a_secret_in_every_form(tmp_path, leak):
    secret = "kCanary7d41pZv9QmLx0RbnTSe5uW2yHjf"
    (tmp_path / "innocent.db").write_bytes(os.urandom(10_000))
    assert find_leaks(tmp_path, {secret, "another secret of no consequence"}) == []
    (tmp_path / "leaky.db").write_bytes(os.urandom(5000) + leak.encode() + os.urandom(5000))
    assert find_leaks(tmp_path, {secret, "another secret of no consequence"})


@pytest.mark.last
def test_no_secret_leaked(evidence):
    evidence.keep_secrets_of_key_files()
    files = [path for path in evidence.homes.rglob("*") if path.is_file()]
    assert evidence.secrets, "no test used a secret: run it together with the others"
    leaks = evidence.leaks()
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    print(f"\n{len(evidence.secrets)} secrets looked for in {len(files)} files, {size_mb:.0f} MB")
    assert not leaks, f"{len(leaks)} leaks, the first of them:\n" + "\n".join(leaks[:20])
