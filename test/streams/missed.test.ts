import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { invalidationOfSystem } from '../../changes/invalidation.ts';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { collect, STREAMS, type Collected, type StreamTransport } from '../support/streams.ts';

/** These tests check what subscribers receive when changes of a system were missed. */
let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone();
});
afterAll(() => gateway.close());
afterEach(() => expect.poll(() => gateway.streams.size).toBe(0));

const CUSTOMERS = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';
const ORDERS = 'subscription { orderChanged { cursor } }';
const ALL = 'subscription { changes { cursor } }';
const OF_ERP = 'subscription { changes(filter: { systems: ["erp"] }) { cursor } }';
const OF_ORDERS = 'subscription { changes(filter: { entities: ["Order"] }) { cursor } }';

const missed = () => record(gateway, invalidationOfSystem({ system: 'crm', entities: ['Customer'] }));

/** The error with which a stream ends, over either transport. */
async function endOf(events: Collected) {
  const ended: unknown = await events.take(1).then(
    ([result]) => result?.errors,
    (error: unknown) => (error as Error).cause,
  );
  return (ended as readonly { readonly extensions: { readonly cursor: string } }[])[0];
}

async function open(by: StreamTransport, queries: readonly string[], after?: string): Promise<Collected[]> {
  const { size } = gateway.streams;
  const opened = queries.map((query) => collect(by, gateway.url, { query, variables: { after } }));
  await expect.poll(() => gateway.streams.size).toBe(size + queries.length);
  return opened;
}

describe.each(STREAMS)('over %s, when changes of a system were missed', (by) => {
  test('subscriptions that may cover the system end after earlier events, and all others go on', async () => {
    const opened = await open(by, [CUSTOMERS, ALL, ORDERS, OF_ERP, OF_ORDERS]);
    const [customers, all, orders, ofErp, ofOrders] = opened;
    await record(gateway, changeOf('Customer', '1'));
    await missed();
    for (const events of [customers, all]) {
      expect(await events?.take(1)).toHaveLength(1);
      const error = events && (await endOf(events));
      expect(error?.extensions).toMatchObject({ code: 'CHANGES_MISSED', system: 'crm' });
      expect(error?.extensions.cursor).toBe(gateway.changes.hub.position);
    }
    await record(gateway, changeOf('Order', '1'));
    for (const events of [orders, ofOrders]) expect(await events?.take(1)).toHaveLength(1);
    await expect.poll(() => gateway.streams.size).toBe(3);
    expect(ofErp?.waiting).toBe(0);
    opened.forEach((events) => events[Symbol.dispose]());
    await expect.poll(() => gateway.streams.size).toBe(0);
  });

  test('a client that resumes from before them ends there, and one that resumes after them goes on', async () => {
    const [before = ''] = await record(gateway, changeOf('Customer', '1'));
    await record(gateway, changeOf('Customer', '2'));
    await missed();
    await record(gateway, changeOf('Customer', '3'));
    using old = collect(by, gateway.url, { query: CUSTOMERS, variables: { after: before } });
    expect(await old.take(1)).toHaveLength(1);
    const error = await endOf(old);
    expect(error?.extensions).toMatchObject({ code: 'CHANGES_MISSED', system: 'crm' });
    const after = error?.extensions.cursor;
    using back = collect(by, gateway.url, { query: CUSTOMERS, variables: { after } });
    expect(await back.take(1)).toHaveLength(1);
    await record(gateway, changeOf('Customer', '4'));
    expect(await back.take(1)).toHaveLength(1);
  });

  test('a manual eviction ends no subscription', async () => {
    const [all] = await open(by, [ALL]);
    await gateway.changes.hub.invalidate(['@crm']);
    await record(gateway, changeOf('Customer', '1'));
    expect(await all?.take(1)).toHaveLength(1);
    all?.[Symbol.dispose]();
  });
});
