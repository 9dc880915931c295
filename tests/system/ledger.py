"""What saldo stored, in the words of the simulator's /truth, so that the two can be compared as text."""

from collections import defaultdict
from decimal import Decimal, localcontext


def plain(number):
    """An amount as text without zeros at its end."""
    text = str(number)
    assert "E" not in text and "e" not in text, text
    return text.rstrip("0").rstrip(".") if "." in text else text


def total_of(free, locked, borrowed):
    with localcontext() as context:
        context.prec = 60
        return format(Decimal(free) + Decimal(locked) - Decimal(borrowed), "f")


def balance(wallet, asset, free, locked, borrowed, total):
    return (wallet, asset, plain(free), plain(locked), plain(borrowed), plain(total))


def true_ledger(truth):
    """{user: (total_usd, total_brl, {(exchange, label): (total_usd, total_brl, {balance, ...})})}"""
    ledger = {}
    for user in truth.values():
        accounts = {}
        for account in user["accounts"]:
            rows = {balance(row["wallet"], row["asset"], row["free"], row["locked"], row["borrowed"], row["total"])
                    for row in account["balances"]}
            key = (account["exchange_id"], account.get("label", ""))
            accounts[key] = (account["total_usd"], account["total_brl"], rows)
        ledger[user["user_id"]] = (user["total_usd"], user["total_brl"], accounts)
    return ledger


def stored_ledger(home):
    """The same of the newest slot in a home's database."""
    [(slot,)] = home.query("SELECT max(slot) FROM snapshots")
    rows = defaultdict(set)
    for user, account, wallet, asset, free, locked, borrowed in home.query(
            "SELECT t.user_id, t.account, w.name, t.asset, t.free, t.locked, t.borrowed FROM snapshot_tokens t "
            "JOIN snapshot_wallets w USING (slot, user_id, account, wallet) WHERE slot = ?", slot):
        rows[user, account].add(balance(wallet, asset, free, locked, borrowed, total_of(free, locked, borrowed)))
    ledger = {user: (usd, brl, {}) for user, usd, brl in home.query(
        "SELECT user_id, total_usd, total_brl FROM snapshots WHERE slot = ?", slot)}
    for user, account, exchange, label, usd, brl in home.query(
            "SELECT user_id, account, exchange, label, total_usd, total_brl FROM snapshot_accounts WHERE slot = ?",
            slot):
        ledger[user][2][exchange, label] = (usd, brl, rows[user, account])
    return ledger


def shown_ledger(snapshots):
    """The same from `saldo show --json`."""
    ledger = {}
    for snapshot in snapshots:
        accounts = {}
        for account in snapshot["accounts"]:
            rows = {balance(wallet["wallet"], token["symbol"], token["free"], token["locked"], token["borrowed"],
                            token["amount"])
                    for wallet in account["wallets"] for token in wallet["tokens"]}
            accounts[account["exchange"], account["label"]] = (account["total_usd"], account["total_brl"], rows)
        ledger[snapshot["user_id"]] = (snapshot["total_usd"], snapshot["total_brl"], accounts)
    return ledger


def sum_of(truth, field):
    """The users' totals together, to the cent."""
    return format(sum(Decimal(user[field]) for user in truth.values()), ".2f")
