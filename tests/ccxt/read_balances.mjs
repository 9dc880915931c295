// Reads accounts from the simulator with ccxt and compares them with the simulator's own truth.
//
//   node read_balances.mjs SIM_CONTROL ACCOUNTS.jsonl ENDPOINT N
//
// SIM_CONTROL and ENDPOINT are URLs, ACCOUNTS.jsonl comes from `saldo-sim --emit-accounts`, N is how many of its
// binance accounts to read. Prints "N accounts equal" and exits 0, or prints the differences and exits 1.
// Amounts stay text all the way: ccxt is told to make strings of its numbers.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import ccxt from 'ccxt';

const kWorkers = 8;
const kMaxDifferencesShown = 50;

/** The number without trailing zeros, so that "1.50000000" and "1.5" compare as text. */
function plain(number) {
  const text = String(number);
  if (!/^-?\d+(\.\d+)?$/.test(text)) return `not a plain decimal: ${text}`;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

async function firstAccounts(path, count) {
  const accounts = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const account = JSON.parse(line);
    if (account.exchange_id === 'binance') accounts.push(account);
    if (accounts.length === count) break;
  }
  if (accounts.length < count) throw new Error(`${path} has only ${accounts.length} binance accounts`);
  return accounts;
}

/** ccxt's Binance, sent to the simulator: spot only, and nothing that needs a host which is not simulated. */
function binanceAt(endpoint) {
  const exchange = new ccxt.binance({
    number: String,
    enableRateLimit: false,
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
      adjustForTimeDifference: false,
    },
  });
  for (const name of Object.keys(exchange.urls.api)) {
    const { pathname } = new URL(exchange.urls.api[name]);
    exchange.urls.api[name] = endpoint + pathname;
  }
  return exchange;
}

async function getJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function trueBalances(control, account) {
  const truth = await getJson(`${control}/truth?user=${account.user_id}`);
  const found = truth.accounts.find(
    (candidate) => candidate.exchange_id === account.exchange_id && candidate.label === account.label,
  );
  return found.balances.filter((row) => row.wallet === 'spot');
}

/** What ccxt makes of the reply, and the reply's own text, both against the truth. */
function differences(expected, read) {
  const lines = [];
  const note = (asset, field, truth, seen) => {
    if (plain(truth) !== plain(seen)) lines.push(`${asset} ${field}: truth ${truth}, read ${seen}`);
  };
  const rows = new Map(read.info.balances.map((row) => [row.asset, row]));
  const held = new Set(expected.map((row) => row.asset));
  for (const row of expected) {
    note(row.asset, 'free', row.free, read[row.asset]?.free);
    note(row.asset, 'used', row.locked, read[row.asset]?.used);
    note(row.asset, 'total', row.total, read[row.asset]?.total);
    note(row.asset, 'raw free', row.free, rows.get(row.asset)?.free);
    note(row.asset, 'raw locked', row.locked, rows.get(row.asset)?.locked);
  }
  for (const [asset, total] of Object.entries(read.total)) if (!held.has(asset)) note(asset, 'total', '0', total);
  return lines;
}

/** Reads one account with an exchange object that already knows the markets. */
async function compare(control, exchange, account) {
  exchange.apiKey = account.api_key;
  exchange.secret = account.api_secret;
  const read = await exchange.fetchBalance();
  const name = [account.user_id, account.label].filter(Boolean).join(' ');
  return differences(await trueBalances(control, account), read).map((line) => `${name}: ${line}`);
}

/** All differences; each worker has an exchange object of its own, for an object holds one key at a time. */
async function compareAll(control, endpoint, accounts) {
  const known = binanceAt(endpoint);
  await known.loadMarkets();
  const found = [];
  const waiting = accounts.values();
  const worker = async () => {
    const exchange = binanceAt(endpoint);
    exchange.setMarkets(known.markets, known.currencies);
    for (const account of waiting) found.push(...(await compare(control, exchange, account)));
  };
  await Promise.all(Array.from({ length: kWorkers }, worker));
  return found;
}

async function main([control, path, endpoint, count]) {
  if (!/^[1-9]\d*$/.test(count ?? '')) {
    console.error('usage: node read_balances.mjs SIM_CONTROL ACCOUNTS.jsonl ENDPOINT N');
    return 64;
  }
  const accounts = await firstAccounts(path, Number(count));
  const found = await compareAll(control, endpoint, accounts);
  for (const line of found.slice(0, kMaxDifferencesShown)) console.log(line);
  console.log(found.length === 0 ? `${accounts.length} accounts equal` : `${found.length} differences`);
  return found.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
