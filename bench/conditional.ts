/**
 * Compares the cost of refreshing a value by a 304 and by a 200, for responses of several sizes from the embedded shop: this process's CPU
 * time per call, from the request to the parsed body. Usage:
 *
 *   node bench/conditional.ts [--runs 2000]
 */
import { parseArgs } from 'node:util';
import { apiKey } from '../datasources/rest/credentials/api-key.ts';
import { RestClient } from '../datasources/rest/client.ts';
import { Validators } from '../datasources/rest/validators.ts';
import type { Query } from '../datasources/rest/query.ts';
import type { Shared } from '../datasources/scope.ts';
import { commerce } from '../datasources/commerce/system.ts';
import { readConfig } from '../server/config.ts';
import { startEmbedded } from '../server/start/embedded.ts';

const { runs } = parseArgs({ options: { runs: { type: 'string', default: '2000' } } }).values;
const times = Number(runs);
const ROUNDS = 5;
const MEGABYTE = 1024 * 1024;

const READS: Readonly<Record<string, readonly [string, Query]>> = {
  'a count': ['/v2/orders/count', {}],
  '1 order': ['/v2/orders', { limit: 1 }],
  '5 orders': ['/v2/orders', { limit: 5 }],
  '10 orders': ['/v2/orders', { limit: 10 }],
  '50 orders': ['/v2/orders', { limit: 50 }],
  '100 orders': ['/v2/orders', { limit: 100 }],
};

const quiet = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A call without a caller that adds up the characters reported to it. */
function newCall(): Shared & { bytes: number } {
  const call = {
    audience: 'everyone' as const,
    purpose: 'single' as const,
    requestId: 'bench',
    signal: new AbortController().signal,
    bytes: 0,
    onResponse: (_: object, bytes: number) => void (call.bytes = bytes),
    prime: () => undefined,
  };
  return call;
}

/** Microseconds of CPU time per call. */
async function costOf(client: RestClient, [path, query]: readonly [string, Query]): Promise<number> {
  const call = newCall();
  const before = process.cpuUsage();
  for (let run = 0; run < times; run++) await client.get(path, query, call);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const config = readConfig({ DATA_DIR: 'var/data', COMMERCE_PORT: '0' }, [commerce]);
const embedded = await startEmbedded(config, () => console.log('Building the database of the shop (once) …'));
const baseUrl = embedded?.urls['commerce'] ?? '';
await fetch(`${baseUrl}/_control`, {
  method: 'PATCH',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ requestsPerSecond: 1_000_000 }),
});
const clientWith = (validators: Validators) =>
  new RestClient({
    system: 'commerce',
    baseUrl,
    credentials: apiKey('local-commerce-key'),
    timeoutMs: 10_000,
    fairMs: 5_000,
    concurrency: 1,
    retries: 0,
    retryBudget: 0,
    breakerFailures: 0,
    maxBatch: 100,
    validators,
    log: quiet,
  });
const [by200, by304] = [clientWith(new Validators(0)), clientWith(new Validators(16 * MEGABYTE))];

console.log('response      characters   by 200   by 304   (µs of CPU time per call, least of all rounds)');
for (const [name, read] of Object.entries(READS)) {
  const call = newCall();
  await by304.get(...read, call);
  const costs = { by200: Infinity, by304: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    costs.by200 = Math.min(costs.by200, await costOf(by200, read));
    costs.by304 = Math.min(costs.by304, await costOf(by304, read));
  }
  const cells = [call.bytes, Math.round(costs.by200), Math.round(costs.by304)];
  console.log(name.padEnd(12), ...cells.map((cell) => String(cell).padStart(9)));
}
await Promise.all([by200.close(), by304.close()]);
await embedded?.close();
