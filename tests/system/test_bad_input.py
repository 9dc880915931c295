"""What users get wrong on the command line and in their keys: a message that names it, 64, and nothing lost."""

import json
import re
import signal
import subprocess
from datetime import datetime, timedelta, timezone

import pytest

KEY = "kq7ZTestKeyOfNobody0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH1"
SECRET = "sq7ZTestSecretOfNobody0123456789abcdefghijklmnopqrstuvwxyzABCDE1"
COMMANDS = ["", "snapshot", "history", "show", "account", "account add", "account list", "account remove",
            "account import", "exchanges", "version"]


def keys(api_key=KEY, api_secret=SECRET):
    return json.dumps({"api_key": api_key, "api_secret": api_secret})


@pytest.fixture
def home(homes, evidence):
    evidence.keep_secret(KEY, SECRET)
    home = homes()
    home.must("account", "add", "binance", stdin=keys())
    return home


def refused(home, *arguments, code=64, **how):
    """Runs what has to be refused, and gives its message. The database must not change by it."""
    before = home.database.read_bytes()
    done = home.must(*arguments, code=code, **how)
    assert done.out == ""
    assert home.database.read_bytes() == before
    return done.err


def test_no_account_is_a_warning_that_says_how_to_link_one(simulators, homes):
    done = homes(simulators(users=1)).must("snapshot")
    assert "no account is linked" in done.err and "saldo account add" in done.err


def test_no_account_needs_no_network(homes):
    done = homes().must("snapshot", env={"SALDO_ENDPOINTS": "awesomeapi=http://127.0.0.1:9"})
    assert "no account is linked" in done.err


def test_an_unknown_exchange_is_named(home):
    for arguments in (("account", "add", "mtgax"), ("snapshot", "--exchange", "mtgax"), ("exchanges", "mtgax")):
        told = refused(home, *arguments, stdin=keys())
        assert "mtgax" in told and "saldo exchanges" in told


@pytest.mark.parametrize("api_key, complaint", [
    ("", "missing"), ("two words" + KEY, "blanks"), (KEY + "\n", "blanks"), ("\t" + KEY, "blanks"),
    (KEY + "ç", "characters that no key has"), (KEY * 200, "too long")],
    ids=["empty", "blank", "newline", "tab", "accent", "long"])
def test_a_malformed_key_is_refused_and_never_shown(home, api_key, complaint):
    told = refused(home, "account", "add", "binance", "--user", "ana", stdin=keys(api_key=api_key))
    assert "api_key" in told and complaint in told
    told = refused(home, "account", "add", "binance", "--user", "ana", stdin=keys(api_secret=api_key))
    assert "api_secret" in told and complaint in told
    assert len(home.must("account", "list", "--json").json) == 1


def test_keys_that_are_no_json_are_refused(home):
    for stdin in ("", "api_key=" + KEY, "[]", '{"api_key": ', b"\xff\xfe"):
        assert refused(home, "account", "add", "binance", stdin=stdin)


def test_an_import_links_all_or_nothing_and_names_every_line(home, evidence):
    line = {"user_id": "ana", "exchange_id": "binance", "api_key": KEY, "api_secret": SECRET}
    lines = [line, {**line, "exchange_id": "mtgax"}, {**line, "user_id": ""}, {**line, "api_key": "a b"}, line]
    text = "\n".join(json.dumps(each) for each in lines) + "\nnonsense\n"
    told = refused(home, "account", "import", "-", stdin=text)
    assert re.findall(r"line (\d+): ", told) == ["2", "3", "4", "6"]
    assert "mtgax" in told and "user_id" in told and "api_key" in told


def test_a_file_that_is_not_there_is_named(home):
    assert "nowhere.jsonl" in refused(home, "account", "import", "nowhere.jsonl")
    assert "nowhere.json" in refused(home, "account", "add", "binance", "--from", "nowhere.json")


def test_an_account_that_is_not_there_cannot_be_removed(home):
    told = refused(home, "account", "remove", "binance", "--user", "nobody")
    assert "nobody" in told and "binance" in told


def test_keys_are_not_taken_from_the_command_line(home):
    for flag in ("--api-key", "--api-secret", "--key", "--secret"):
        refused(home, "account", "add", "binance", flag, "whatever", stdin=keys())


@pytest.mark.parametrize("arguments", [("snap",), ("snapshot", "--frobnicate"), ("history", "--last", "0"),
                                       ("history", "--last", "many"), ("account",), (), ("show", "a", "b"),
                                       ("history", "--json", "--csv")], ids=" ".join)
def test_a_wrong_command_line_is_64_and_points_to_the_help(home, arguments):
    told = refused(home, *arguments)
    assert "--help" in told


@pytest.mark.parametrize("arguments", [("history", "--from", "yesterday"), ("history", "--to", "2026-13-01"),
                                       ("show", "noon")], ids=" ".join)
def test_a_time_that_is_none_is_named(home, arguments):
    told = refused(home, *arguments)
    assert arguments[-1] in told and "2026-11-23" in told


def test_only_the_open_slot_may_be_named(home):
    now = datetime.now(timezone.utc)
    open_slots = {f"{at:%Y-%m-%dT}{at.hour // 4 * 4:02}:00:00Z" for at in (now, now + timedelta(minutes=5))}
    closed, future = f"{now - timedelta(days=1):%Y-%m-%dT}08:00:00Z", f"{now + timedelta(days=1):%Y-%m-%dT}08:00:00Z"
    for slot, why in ((closed, "closed"), (future, "not opened"), ("noon", "neither now, current nor a time")):
        told = refused(home, "snapshot", "--slot", slot)
        assert slot in told and why in told
        assert any(each in told for each in open_slots), told


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_for_every_command(homes, command):
    done = homes().must(*command.split(), "--help")
    assert re.search(r"^ *Examples?:", done.out, re.MULTILINE), done.out
    assert f"saldo {command}".rstrip() in done.out.split("Example")[1]
    assert done.err == ""


def test_a_reader_that_leaves_early_does_no_harm(simulators, homes):
    """saldo history --json | head -c 1, and a snapshot whose output nobody wants."""
    simulator = simulators(users=1000)
    home = homes(simulator)
    home.link_all(simulator)
    for arguments in (("snapshot", "--json"), ("history", "--last", "1000", "--json"), ("account", "list")):
        run = home.start(*arguments, stdout=subprocess.PIPE)
        run.process.stdout.read(1)
        run.process.stdout.close()
        done = run.done()
        assert done.code in (0, -signal.SIGPIPE) and done.err == "", done
    assert len(home.stored_users()) == 1000
