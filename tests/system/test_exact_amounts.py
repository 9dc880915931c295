"""Every amount and every total is what the simulator says, to the last digit."""

from ledger import shown_ledger, stored_ledger, sum_of, true_ledger

SHOWN_USERS = 25


def check_all_is_exact(home, simulator):
    home.link_all(simulator)
    report = home.must("snapshot", "--json").json
    truth = simulator.truth()
    assert len(truth) == simulator.users
    assert stored_ledger(home) == true_ledger(truth)
    assert report["status"] == "complete"
    assert report["users"]["complete"] == simulator.users
    assert (report["total_usd"], report["total_brl"]) == (sum_of(truth, "total_usd"), sum_of(truth, "total_brl"))
    return report, truth


def test_a_thousand_users_are_exact_at_40_ms(simulators, homes):
    simulator = simulators(users=1000, latency="40ms")
    home = homes(simulator)
    check_all_is_exact(home, simulator)
    assert simulator.account_requests() == 1000, "a request more than needed"


def test_what_is_shown_is_exact(simulators, homes):
    simulator = simulators(users=SHOWN_USERS)
    home = homes(simulator)
    report, truth = check_all_is_exact(home, simulator)
    shown = [home.must("show", report["slot"], "--user", user, "--json").json[0] for user in truth]
    assert shown_ledger(shown) == true_ledger(truth)


def test_three_accounts_a_user_are_exact(simulators, homes):
    simulator = simulators(users=300, accounts_per_user=3, latency="10ms")
    report, _ = check_all_is_exact(homes(simulator), simulator)
    assert report["accounts"] == {"total": 900, "ok": 900, "failed": 0, "stale": 0}


def test_many_assets_are_exact(simulators, homes):
    simulator = simulators(users=50, assets=400)
    check_all_is_exact(homes(simulator), simulator)


def test_another_world_is_exact(simulators, homes):
    simulator = simulators(users=50, seed=4711)
    check_all_is_exact(homes(simulator), simulator)


def test_exact_over_tls_with_the_authority_that_is_named(simulators, homes):
    simulator = simulators(users=200, tls=True)
    assert simulator.env["SALDO_ENDPOINTS"].count("https://") == 4
    check_all_is_exact(homes(simulator), simulator)


def test_nothing_is_read_over_tls_from_an_unknown_authority(simulators, homes):
    simulator = simulators(users=1, tls=True)
    home = homes(simulator)
    del home.env["SALDO_CA_FILE"]
    home.link_all(simulator)
    done = home.must("snapshot", code=75)
    assert "certificate" in done.err
    assert home.stored_users() == []
