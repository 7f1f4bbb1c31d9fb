import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { dataDir } from '../support/gateway.ts';
import { settingsFor } from '../support/faults/credentials.ts';
import { startFaultyProduct, type FaultyProduct } from '../support/faulty-product.ts';
import { recordsOf, orderOf, PLACE_BRIEFLY, stockOf } from '../support/ordering.ts';
import { Systems } from '../support/systems.ts';

let product: FaultyProduct;
let systems: Systems;
beforeAll(async () => {
  product = await startFaultyProduct();
  systems = new Systems(product);
});
afterAll(() => product[Symbol.asyncDispose]());
beforeEach(() => {
  for (const proxy of Object.values(product.proxies)) proxy.set();
});

const SLOW_MS = 1_200;

/** A gateway of the test's own, which it can close while the systems keep running. */
async function ownGateway() {
  const urls = Object.fromEntries(Object.entries(product.proxies).map(([name, { url }]) => [name, url]));
  const settings = { PORT: '0', LOG_LEVEL: 'silent', DATA_DIR: dataDir(), ...settingsFor(urls) };
  const config = readConfig(settings, systemsOf(domains));
  const log = createLog({ level: config.logLevel, pretty: false });
  return startGateway({ config, domains, schema: buildGraph(domains), log });
}

/** Places an order whose caller disconnects midway, and closes the gateway while accounting is slow to answer. */
async function closedWhilePlacing(buyer: number, item: number, status?: number): Promise<void> {
  const gateway = await ownGateway();
  const caller = new AbortController();
  const reached = Promise.withResolvers<undefined>();
  product.proxies.accounting.set(async (call) => {
    if (!/^POST \S+\/Invoices$/.test(call)) return 'pass';
    reached.resolve(undefined);
    await pause(SLOW_MS);
    return status === undefined ? 'pass' : { status };
  });
  const answer = fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: PLACE_BRIEFLY, variables: { input: orderOf(buyer, item, 2) } }),
    signal: caller.signal,
  });
  await reached.promise;
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await gateway.close();
}

test('the change log is followed for as long as an order is in progress', async () => {
  const close = Reflect.get<typeof ChangeHub.prototype, 'close'>(ChangeHub.prototype, 'close');
  let invoices = NaN;
  const closed = vi.spyOn(ChangeHub.prototype, 'close').mockImplementation(async function (this: ChangeHub) {
    invoices = (await recordsOf(systems, 15003, 932)).invoices.length;
    return close.call(this);
  });
  await closedWhilePlacing(15003, 932);
  closed.mockRestore();
  expect(invoices).toBe(1);
});

test('an order in progress is completed before the gateway closes', async () => {
  const { onHand } = await stockOf(systems, 932);
  await closedWhilePlacing(15001, 932);
  expect(await recordsOf(systems, 15001, 932)).toMatchObject({
    orders: [{ status: 'placed' }],
    invoices: [{ status: 'OPEN' }],
    reservations: ['Confirmed'],
    onHand: onHand - 2,
    reserved: 0,
  });
});

test('an order that fails during the shutdown is undone before the gateway closes', async () => {
  const { onHand } = await stockOf(systems, 933);
  await closedWhilePlacing(15002, 933, 400);
  expect(await recordsOf(systems, 15002, 933)).toMatchObject({
    orders: [{ status: 'cancelled' }],
    invoices: [],
    reservations: ['Released'],
    onHand,
    reserved: 0,
  });
});
