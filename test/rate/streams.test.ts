import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openRaw } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';
import { ask } from '../support/transports.ts';

/** Costs 1, and so does each event. */
const EVENTS = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';
const DRY = { extensions: { dryRun: true } };

const customers = (count: number) =>
  Array.from({ length: count }, (_, at) => changeOf('Customer', String(at)));

let gateway: RunningGateway;
const start = async (seconds: string) => {
  gateway = await startGatewayAlone({ MAX_COST: '100', RATE_LIMIT_COST: '101', RATE_LIMIT_SECONDS: seconds });
  // From now on the document is known, and asking is free if there is not enough; 100 are left.
  await hasLeft(1);
};
afterEach(() => gateway.close());

/** Whether the caller has this much of the budget left. */
const hasLeft = async (cost: number): Promise<boolean> => {
  const query = 'query ($first: Int!) { orders(first: $first) { nodes { status } } }';
  const { errors = [] } = await ask('http', gateway.url, { query, variables: { first: cost - 1 } });
  return !errors.some(({ extensions }) => extensions['code'] === 'RATE_LIMITED');
};

describe.each(STREAMS)('over %s', (by) => {
  beforeEach(() => start('3600'));

  test('a page of 99 orders costs 100, and the start of a subscription 1', async () => {
    const { extensions } = await ask('http', gateway.url, {
      query: '{ orders(first: 99) { nodes { status } } }',
      ...DRY,
    });
    expect(extensions).toMatchObject({ cost: { requested: 100 } });
    const dryRun = await ask(by, gateway.url, { query: EVENTS, ...DRY });
    expect(dryRun.extensions).toMatchObject({ cost: { requested: 1 } });
  });

  test.each([
    ['of an invalid cursor', { after: 'nonsense' }],
    ['of invalid arguments', { after: 7 }],
  ])('a subscription refused because %s costs as much as its start', async (_, variables) => {
    using refused = await openRaw(by, gateway.url, { query: EVENTS, variables });
    const [first] = await refused.have(1);
    expect(first?.errors?.length).toBeGreaterThan(0);
    expect(await hasLeft(100)).toBe(false);
    expect(await hasLeft(99)).toBe(true);
  });

  test('a subscriber that returns gets as many missed events as its budget covers', async () => {
    const [before = ''] = await record(gateway, ...customers(1));
    const missed = await record(gateway, ...customers(250));
    await expect.poll(() => gateway.changes.hub.position).toBe(missed.at(-1));
    using events = await openRaw(by, gateway.url, { query: EVENTS, variables: { after: before } });
    // The whole budget, less 1 for the start.
    await events.have(99);
    expect(await hasLeft(2)).toBe(false);
    await pause(200);
    expect(events.results).toHaveLength(99);
  });
});

test(
  'missed events over the budget are delivered later, and none is left out',
  { timeout: 60_000 },
  async () => {
    await start('1');
    const [before = ''] = await record(gateway, ...customers(1));
    const missed = await record(gateway, ...customers(250));
    await expect.poll(() => gateway.changes.hub.position).toBe(missed.at(-1));
    const began = performance.now();
    using events = await openRaw('websocket', gateway.url, { query: EVENTS, variables: { after: before } });
    const received = await events.have(250);
    // 251 at 100 a second: two more seconds must have begun.
    expect(performance.now() - began).toBeGreaterThan(1_000);
    expect(received.map(({ data }) => data.customerChanged.cursor as string)).toEqual(missed);
    const live = await record(gateway, ...customers(2));
    expect(
      (await events.have(252)).slice(250).map(({ data }) => data.customerChanged.cursor as string),
    ).toEqual(live);
  },
);
