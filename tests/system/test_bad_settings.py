"""Settings that are wrong: 78, all of them at once, each with its value and its range, and nothing written."""

import base64
import os

import pytest


def new_key():
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


@pytest.fixture
def linked(simulators, homes):
    """A home with three linked users, under a key in the environment."""
    simulator = simulators(users=3)
    home = homes(simulator, ENCRYPTION_KEY=new_key())
    home.link_all(simulator)
    home.simulator = simulator
    return home


def refused(home, env, arguments=("snapshot",)):
    before = home.database.read_bytes()
    done = home.must(*arguments, code=78, env=env)
    assert done.out == ""
    assert home.database.read_bytes() == before
    assert home.simulator.stats()["requests"] == 0
    return done.err


def test_a_wrong_encryption_key_writes_nothing(linked, evidence):
    wrong = new_key()
    evidence.keep_secret(wrong)
    told = refused(linked, {"ENCRYPTION_KEY": wrong})
    assert "ENCRYPTION_KEY does not fit" in told and "3 of the first 3" in told


@pytest.mark.parametrize("garbage", ["secret", "%" * 44, "a" * 43 + "=" + ",short", " , "],
                         ids=["short", "not base64", "second", "blank"])
@pytest.mark.parametrize("arguments", [("snapshot",), ("account", "import", "-")], ids=" ".join)
def test_a_garbage_encryption_key_is_named_and_not_shown(linked, garbage, arguments):
    told = refused(linked, {"ENCRYPTION_KEY": garbage}, arguments)
    assert "ENCRYPTION_KEY" in told
    assert not [part for part in garbage.split(",") if part.strip() and part in told]


def test_a_new_key_before_the_old_one_opens_all(linked, evidence):
    newest = new_key()
    evidence.keep_secret(newest)
    linked.must("snapshot", env={"ENCRYPTION_KEY": f"{newest},{linked.env['ENCRYPTION_KEY']}"})
    assert len(linked.stored_users()) == 3


def test_all_that_is_out_of_range_is_told_together(linked):
    told = refused(linked, {"SALDO_LIMIT_SHARE": "101", "SNAPSHOT_INTERVAL_HOURS": "0", "SALDO_CARRY_DAYS": "many",
                            "SALDO_LOG": "loud"})
    for name, value, limits in (("SALDO_LIMIT_SHARE", "101", "1 to 100"), ("SNAPSHOT_INTERVAL_HOURS", "0", "1 to 24"),
                                ("SALDO_CARRY_DAYS", "many", "0 to 365"), ("SALDO_LOG", "loud", "debug, info")):
        [line] = [line for line in told.splitlines() if name in line]
        assert f'"{value}"' in line and limits in line


def test_an_unknown_setting_is_an_error_in_a_file_and_a_warning_in_the_environment(linked):
    done = linked.must("account", "list", env={"SALDO_LIMITSHARE": "10"})
    assert "warning" in done.err and "SALDO_LIMITSHARE" in done.err and "SALDO_LIMIT_SHARE" in done.err
    (linked.folder / ".env").write_text("# mine\nSALDO_LIMITSHARE=10\n")
    told = refused(linked, {})
    assert "SALDO_LIMITSHARE" in told and ".env line 2" in told and "did you mean SALDO_LIMIT_SHARE" in told


def test_plain_http_to_a_foreign_host_is_refused(linked):
    told = refused(linked, {"SALDO_ENDPOINTS": "binance=http://example.com:9100", "SALDO_LIMITS": "official"})
    assert "SALDO_ENDPOINTS" in told and "example.com" in told and "https" in told


@pytest.mark.parametrize("endpoints", ["", "binance=https://example.com"], ids=["none", "foreign"])
def test_limits_are_not_switched_off_for_real_exchanges(linked, endpoints):
    told = refused(linked, {"SALDO_ENDPOINTS": endpoints, "SALDO_LIMITS": "off"})
    assert "SALDO_LIMITS" in told and "loopback" in told


def test_a_ca_file_that_is_not_there_is_named(simulators, homes):
    simulator = simulators(users=1, tls=True)
    home = homes(simulator)
    home.link_all(simulator)
    home.env["SALDO_CA_FILE"] = "/nowhere/ca.pem"
    done = home.run("snapshot")
    assert done.code in (75, 78), done
    assert "/nowhere/ca.pem" in done.err
    assert home.stored_users() == []


def test_a_key_file_that_others_can_read_is_refused(simulators, homes):
    simulator = simulators(users=1)
    home = homes(simulator)
    home.link_all(simulator)
    home.key_file.chmod(0o644)
    done = home.must("snapshot", code=78)
    assert str(home.key_file) in done.err and "chmod 600" in done.err
    home.key_file.chmod(0o600)
    home.must("snapshot")


def test_a_lost_key_file_is_told_and_loses_nothing(simulators, homes, evidence):
    simulator = simulators(users=3)
    home = homes(simulator)
    home.link_all(simulator)
    evidence.keep_secrets_of_key_files()
    kept = home.key_file.rename(home.folder / "kept.key")
    done = home.must("snapshot", code=78)
    assert f"the key file {home.key_file} is missing" in done.err
    assert not home.key_file.exists()  # a new one would open nothing that is stored
    kept.rename(home.key_file)
    home.must("snapshot")
    assert len(home.stored_users()) == 3


def test_settings_as_people_write_them_are_honoured(simulators, homes, evidence):
    """A file from a Windows editor, with quotes, export and comments."""
    simulator = simulators(users=2)
    home = homes()
    del home.env["SNAPSHOT_INTERVAL_HOURS"]
    key = new_key()
    evidence.keep_secret(key)
    lines = ["\ufeff# saldo", f"export ENCRYPTION_KEY='{key}'   # the newest", "",
             f'SALDO_ENDPOINTS="{simulator.env["SALDO_ENDPOINTS"]}"', "SALDO_LIMITS = off",
             "SNAPSHOT_INTERVAL_HOURS=24 # a day", 'export SALDO_DATABASE="${HOME}/here.db"']
    (home.folder / ".env").write_bytes("\r\n".join(lines).encode() + b"\r\n")
    home.link_all(simulator)
    slot = home.must("snapshot", "--slot", "current", "--json").json["slot"]
    assert slot.endswith("T00:00:00Z")
    assert (home.folder / "here.db").exists()
    assert not home.database.exists() and not home.key_file.exists()
    assert simulator.account_requests() == 2


def test_the_environment_wins_over_the_file(linked):
    (linked.folder / ".env").write_text("SALDO_LIMIT_SHARE=1000\n")
    linked.must("snapshot", env={"SALDO_LIMIT_SHARE": "50"})


@pytest.mark.parametrize("line", ["SALDO_LIMIT_SHARE=\n", "SALDO_LIMIT_SHARE\n"], ids=["empty", "no value"])
def test_a_setting_left_empty_has_its_default(linked, line):
    (linked.folder / ".env").write_text(line)
    linked.must("snapshot")
