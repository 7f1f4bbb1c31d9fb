import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOf } from '../support/changes.ts';
import { dataDir } from '../support/gateway.ts';
import { startMeasured, type Measured } from '../support/measured-gateway.ts';
import { openAcknowledged, openRaw, type RawStream } from '../support/raw-streams.ts';

/** These tests check that an open operation does not keep what only opening it took. */
const MEGABYTE = 1024 * 1024;
const CLIENTS = 100;
/** Most of what one message may hold. */
const LONG = 'x'.repeat(200_000);
/** In megabytes: what comes to 20, or over 80 from the log, must not be kept. */
const MOST = 10;
const SUBSCRIPTION = 'subscription { customerChanged { cursor } }';

const DATA_DIR = dataDir();
let gateway: Measured;
let cursors: readonly string[];
beforeAll(async () => {
  const before = await startMeasured({ DATA_DIR });
  const changes = Array.from({ length: 400 }, (_, n) =>
    changeOf('Customer', String(n), { fields: ['x'.repeat(10_000)] }),
  );
  cursors = await before.record(changes);
  await before[Symbol.asyncDispose]();
  // What was recorded before it started is not in its memory, and is read from the log for each client.
  gateway = await startMeasured({ DATA_DIR });
}, 300_000);
afterAll(() => gateway[Symbol.asyncDispose]());

/** By how many megabytes memory grows while so many operations are open, which are opened and closed twice before. */
async function grownBy(count: number, open: () => Promise<Disposable>): Promise<number> {
  const openAll = async () => {
    const opened = await open();
    await gateway.streams(count);
    return opened;
  };
  for (let round = 0; round < 2; round += 1) (await openAll())[Symbol.dispose]();
  await gateway.streams(0);
  const before = await used();
  const opened = await openAll();
  const grown = (await used()) - before;
  opened[Symbol.dispose]();
  return grown;
}

async function used(): Promise<number> {
  const { heapUsed, external } = await gateway.collect();
  return (heapUsed + external) / MEGABYTE;
}

function all(opened: readonly Disposable[]): Disposable {
  return { [Symbol.dispose]: () => opened.forEach((one) => one[Symbol.dispose]()) };
}

test('a client that has caught up keeps nothing of what it missed', { timeout: 120_000 }, async () => {
  const query = 'subscription ($after: String) { customerChanged(after: $after) { cursor } }';
  const grown = await grownBy(20, async () => {
    const opened: RawStream[] = [];
    for (let n = 0; n < 20; n += 1) {
      const stream = await openRaw('sse', gateway.url, { query, variables: { after: cursors[0] } });
      await stream.have(cursors.length - 1);
      opened.push(stream);
    }
    return all(opened);
  });
  expect(grown).toBeLessThan(MOST);
});

test('a socket keeps nothing of connection_init that is not read again', { timeout: 120_000 }, async () => {
  const grown = await grownBy(CLIENTS, async () => {
    const opened: Disposable[] = [];
    for (let n = 0; n < CLIENTS; n += 1) {
      const socket = await openAcknowledged(gateway.url, {}, { more: LONG });
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } }));
      opened.push({ [Symbol.dispose]: () => socket.terminate() });
    }
    return all(opened);
  });
  expect(grown).toBeLessThan(MOST);
});

test('an event stream does not keep its request', { timeout: 120_000 }, async () => {
  const operation = { query: SUBSCRIPTION, extensions: { more: LONG } };
  const grown = await grownBy(CLIENTS, async () => {
    const opened: Disposable[] = [];
    for (let n = 0; n < CLIENTS; n += 1) opened.push(await openRaw('sse', gateway.url, operation));
    return all(opened);
  });
  expect(grown).toBeLessThan(MOST);
});
