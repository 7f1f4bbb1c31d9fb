import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as domains from '../../resolvers/domains.ts';
import { readConfig } from '../../server/config.ts';
import { startGateway, type RunningGateway } from '../../server/gateway.ts';
import { buildGraph, systemsOf } from '../../server/graph.ts';
import { createLog } from '../../server/log.ts';
import { changeOf, record } from '../support/changes.ts';
import { dataDir } from '../support/gateway.ts';
import { openAcknowledged, openRaw } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';

/** One is short enough to notice dead peers soon, the other long enough that a busy machine does not look dead. */
const [SHORT_MS, LONG_MS] = [60, 2_000];
const QUERY = 'subscription { customerChanged { cursor } }';
const ORDERS = 'subscription { orderChanged { cursor } }';
const fields = [Buffer.alloc(100_000, 'x').toString()];

let gateway: RunningGateway;

async function start(pingMs: number): Promise<void> {
  const env = { PORT: '0', DATA_DIR: dataDir(), LOG_LEVEL: 'silent' };
  const config = readConfig(env, systemsOf(domains));
  const log = createLog({ level: 'silent', pretty: false });
  gateway = await startGateway({ config, domains, schema: buildGraph(domains), log, pingMs });
}

/** Checks that no stream is left and that everything is closed: the log, which is closed last, does not answer. */
async function expectClosed(): Promise<void> {
  expect(gateway.streams.size).toBe(0);
  expect(gateway.streams.groupCount).toBe(0);
  await expect(gateway.changes.log.newest()).rejects.toThrow('cannot be reached');
}

describe('when the process ends', () => {
  beforeEach(() => start(12_000));
  afterEach(expectClosed);

  test('sockets are closed with 1001 and the cursor to resume after', async () => {
    using events = await openRaw('websocket', gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [cursor] = await record(gateway, changeOf('Customer', '1'));
    await events.have(1);
    await gateway.close();
    expect(await events.ended).toEqual({ code: 1001, reason: `Going away; go on after ${cursor}` });
  });

  test('the cursor is the newest even if none of the latest events was for this client', async () => {
    using events = await openRaw('websocket', gateway.url, { query: ORDERS });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const cursors = await record(gateway, changeOf('Customer', '1'), changeOf('Customer', '2'));
    await expect.poll(() => gateway.changes.hub.position).toBe(cursors[1]);
    await gateway.close();
    expect((await events.ended).reason).toBe(`Going away; go on after ${cursors[1]}`);
  });

  test('live queries are closed without a cursor', async () => {
    using events = await openRaw('websocket', gateway.url, { query: '{ __typename } ' });
    await events.have(1);
    using live = await openRaw('websocket', gateway.url, { query: 'query @live { __typename }' });
    await live.have(1);
    await gateway.close();
    expect(await live.ended).toEqual({ code: 1001, reason: 'Going away' });
  });

  test('event streams end without "complete", so that clients reconnect', async () => {
    using events = await openRaw('sse', gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size).toBe(1);
    await record(gateway, changeOf('Customer', '1'));
    await events.have(1);
    await gateway.close();
    expect((await events.ended).code).toBe('end');
    expect(events.lines.join('\n')).not.toContain('complete');
  });

  test.each(STREAMS)('over %s, closing does not wait long for a client that does not read', async (by) => {
    using events = await openRaw(by, gateway.url, {
      query: 'subscription { changes { cursor changedFields } }',
    });
    await expect.poll(() => gateway.streams.size).toBe(1);
    events.pause();
    for (let round = 0; round < 60; round++) await record(gateway, changeOf('Customer', '1', { fields }));
    const began = performance.now();
    await gateway.close();
    console.log(`closed after ${Math.round(performance.now() - began)} ms`);
  });

  test('operations that arrive meanwhile are refused', async () => {
    const socket = await openAcknowledged(gateway.url);
    gateway.streams.close();
    const answered = new Promise<string>((resolve) =>
      socket.on('message', (data: Buffer) => resolve(data.toString())),
    );
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: QUERY } }));
    expect(JSON.parse(await answered)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'CLOSING' }, message: expect.stringContaining('another') as string }],
    });
    socket.terminate();
    await gateway.close();
  });
});

describe('keep-alives', () => {
  afterEach(async () => {
    await gateway.close();
    await expectClosed();
  });

  test('over a WebSocket, a client that does not answer a ping is cut off', async () => {
    await start(SHORT_MS);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      autoPong: false,
    });
    let pings = 0;
    socket.on('ping', () => (pings += 1));
    const code = await new Promise<number>((resolve) => socket.on('close', resolve));
    expect(code).toBe(1006);
    expect(pings).toBeGreaterThan(0);
  });

  test('over a WebSocket, a client that answers pings stays connected', async () => {
    await start(LONG_MS);
    const socket = await openAcknowledged(gateway.url);
    for (let ping = 0; ping < 3; ping++) await new Promise((resolve) => socket.once('ping', resolve));
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  test('over a WebSocket, they carry the cursor of each operation, past events for others', async () => {
    await start(SHORT_MS);
    using events = await openRaw('websocket', gateway.url, { query: ORDERS });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [cursor] = await record(gateway, changeOf('Customer', '1'));
    const expected = `{"type":"ping","payload":{"cursors":{"1":"${cursor}"}}}`;
    await expect.poll(() => events.lines.at(-1)).toBe(expected);
    // If nothing happens, there is no new cursor to send.
    await new Promise((resolve) => setTimeout(resolve, 3 * SHORT_MS));
    expect(events.lines.filter((line) => line === expected)).toHaveLength(1);
  });

  test('over SSE, they advance the event id past events for others', async () => {
    await start(SHORT_MS);
    using events = await openRaw('sse', gateway.url, { query: ORDERS });
    await expect.poll(() => gateway.streams.size).toBe(1);
    const [cursor] = await record(gateway, changeOf('Customer', '1'));
    await expect.poll(() => events.lines.at(-1)).toBe(`id: ${cursor}`);
  });

  test('over SSE, they do not advance the id past events that are not read yet', async () => {
    await start(SHORT_MS);
    const query = 'subscription { changes { cursor changedFields } }';
    using events = await openRaw('sse', gateway.url, { query });
    await expect.poll(() => gateway.streams.size).toBe(1);
    events.pause();
    const cursors: string[] = [];
    for (let round = 0; round < 40; round++) {
      cursors.push(...(await record(gateway, changeOf('Customer', '1', { fields }))));
    }
    events.resume();
    // The connection may hold all of it, and then the client is not cut off.
    await events.have(cursors.length).catch(() => events.ended);
    // In order of arrival: the id of each keep-alive is that of the last event before it.
    let last = '';
    for (const line of events.lines.filter((text) => text.startsWith('id: '))) {
      const id = /^id: (\S+)/.exec(line)?.[1] ?? '';
      if (line.includes('event: next')) last = id;
      else expect(last === '' || id === last).toBe(true);
    }
    expect(cursors.slice(0, events.results.length)).toEqual(
      events.results.map(({ data }) => data.changes.cursor as string),
    );
  });

  test('over SSE, a client that takes none of them is cut off', async () => {
    await start(SHORT_MS);
    using events = await openRaw('sse', gateway.url, {
      query: 'subscription { changes { cursor changedFields } }',
    });
    await expect.poll(() => gateway.streams.size).toBe(1);
    events.pause();
    // Enough to fill the connection, but less than the limit of what may wait.
    for (let round = 0; round < 200 && gateway.streams.size > 0; round++) {
      await record(gateway, changeOf('Customer', '1', { fields }));
    }
    await expect.poll(() => gateway.streams.size).toBe(0);
  });
});
