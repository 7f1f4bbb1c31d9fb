import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { longLivedRuns } from '../../server/channels.ts';
import { changeOf, record } from '../support/changes.ts';
import { startProduct, type Product } from '../support/product.ts';
import { openRaw } from '../support/raw-streams.ts';

/** Costs 30: a connection and 29 orders. */
const QUERY = 'query @live(throttle: 0) { orders(first: 29) { nodes { status } } }';
/** Long enough for a run that should not be. */
const AWHILE_MS = 500;

let product: Product;
afterEach(() => product[Symbol.asyncDispose]());

/** Its only changes are those that a test records. */
async function start(settings: Record<string, string>): Promise<void> {
  product = await startProduct({ CACHE: 'on', ...settings });
  await product.changes.intake.close();
}

/** Counts the runs of long-lived operations. */
function countRuns() {
  const counted = {
    runs: 0,
    [Symbol.dispose]: () => {
      longLivedRuns.unsubscribe(handlers);
    },
  };
  const none = (): void => undefined;
  const handlers = {
    start: () => void (counted.runs += 1),
    end: none,
    asyncStart: none,
    asyncEnd: none,
    error: none,
  };
  longLivedRuns.subscribe(handlers);
  return counted;
}

async function change(): Promise<void> {
  const [cursor] = await record(product, changeOf('Order', '1'));
  await expect.poll(() => product.changes.hub.position).toBe(cursor);
}

test('each run of a live query is charged, and waits while the budget is spent', async () => {
  const settings = { MAX_COST: '100', RATE_LIMIT_COST: '100', RATE_LIMIT_SECONDS: '3600' };
  await start({ ...settings, LIVE_MIN_THROTTLE_MS: '0' });
  using counted = countRuns();
  using live = await openRaw('websocket', product.url, { query: QUERY });
  await live.have(1);
  for (const runs of [2, 3]) {
    await change();
    await expect.poll(() => counted.runs).toBe(runs);
  }
  await change();
  await pause(AWHILE_MS);
  expect(counted.runs).toBe(3);
});

test('a live query that waited for its budget runs once that has recovered', async () => {
  const settings = { MAX_COST: '100', RATE_LIMIT_COST: '100', RATE_LIMIT_SECONDS: '2' };
  await start({ ...settings, LIVE_MIN_THROTTLE_MS: '0' });
  using counted = countRuns();
  using live = await openRaw('websocket', product.url, { query: QUERY.replace('29', '99') });
  await live.have(1);
  await change();
  await expect.poll(() => counted.runs, { timeout: 10_000 }).toBe(2);
});

test('a live query runs no more often than the gateway allows, whatever its client asks for', async () => {
  await start({ LIVE_MIN_THROTTLE_MS: '3600000' });
  using counted = countRuns();
  using live = await openRaw('websocket', product.url, { query: QUERY });
  await live.have(1);
  await change();
  await pause(AWHILE_MS);
  expect(counted.runs).toBe(1);
});
