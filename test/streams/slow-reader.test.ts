import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningGateway } from '../../server/gateway.ts';
import { Rendering } from '../../server/streams/rendering.ts';
import { BufferSpace } from '../../server/streams/buffer-space.ts';
import { changeOf, record } from '../support/changes.ts';
import { startGatewayAlone } from '../support/gateway.ts';
import { openAcknowledged, openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';
import { until } from '../support/until.ts';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGatewayAlone({ MAX_BUFFERED_CHARS: '65536' });
});
afterAll(() => gateway.close());
afterEach(async () => {
  await expect.poll(() => gateway.streams.size).toBe(0);
  expect(gateway.streams.groupCount).toBe(0);
});

const QUERY = 'subscription ($after: String) { changes(after: $after) { cursor changedFields } }';
/** 100 KB each, so that the connection fills up soon. */
const fields = [Buffer.alloc(100_000, 'x').toString()];
const large = (count: number) =>
  Array.from({ length: count }, (_, at) => changeOf('Customer', String(at), { fields }));

const cursorsOf = ({ results }: RawStream) => results.map(({ data }) => data.changes.cursor as string);

/** Records large changes until `holds` is true, as when a connection that is not read fills up and is ended. Returns their cursors. */
async function recordUntil(holds: () => boolean, reader?: RawStream): Promise<string[]> {
  const cursors: string[] = [];
  for (let round = 0; !holds(); round++) {
    if (round > 1_000) throw new Error('100 MB were sent to a client that does not read');
    cursors.push(...(await record(gateway, ...large(1))));
    await expect.poll(() => gateway.changes.hub.position, { interval: 1 }).toBe(cursors.at(-1));
    await reader?.have(cursors.length);
    // Perhaps nothing above has waited: give the connection its turn.
    await turn();
  }
  return cursors;
}

describe.each(STREAMS)('over %s, a client that does not read', (by) => {
  test('is cut off, resumes after its last event without loss, and delays no other client', async () => {
    using reader = await openRaw(by, gateway.url, { query: QUERY });
    using slow = await openRaw(by, gateway.url, { query: QUERY });
    await expect.poll(() => gateway.streams.size).toBe(2);
    slow.pause();
    const recorded = await recordUntil(() => gateway.streams.size === 1, reader);
    expect(cursorsOf(reader)).toEqual(recorded);

    slow.resume();
    const { code, reason } = await slow.ended;
    const had = cursorsOf(slow);
    expect(had).toEqual(recorded.slice(0, had.length));
    expect(had.length).toBeLessThan(recorded.length);
    if (by === 'websocket') {
      expect(code).toBe(4508);
      expect(reason).toBe(`Too slow; go on after ${had.at(-1)}`);
    } else expect(code).toBe('cut');

    const after = had.at(-1) ?? '';
    using again = await openRaw(by, gateway.url, { query: QUERY, variables: { after } });
    await again.have(recorded.length - had.length);
    expect([...had, ...cursorsOf(again)]).toEqual(recorded);
  });

  test('is waited for while it catches up, and misses nothing', async () => {
    const [after = ''] = await record(gateway, changeOf('Customer', '1'));
    const missed: string[] = [];
    for (let round = 0; round < 20; round++) missed.push(...(await record(gateway, ...large(5))));
    using slow = await openRaw(by, gateway.url, { query: QUERY, variables: { after } });
    slow.pause();
    missed.push(...(await record(gateway, ...large(5))));
    await expect.poll(() => gateway.changes.hub.position).toBe(missed.at(-1));
    slow.resume();
    await slow.have(missed.length);
    expect(cursorsOf(slow)).toEqual(missed);
  });
});

test('a socket whose client reads nothing is cut soon after it was told that it is too slow', async () => {
  const own = await startGatewayAlone({ MAX_BUFFERED_CHARS: '65536', MAX_CONNECTIONS: '1' });
  using slow = await openRaw('websocket', own.url, { query: QUERY });
  await expect.poll(() => own.streams.size).toBe(1);
  slow.pause();
  while (own.streams.size > 0) {
    await record(own, ...large(1));
    await turn();
  }
  // The protocol's library would wait for 30 s.
  await until(async () => (await openAcknowledged(own.url)).terminate(), 15);
  await own.close();
});

test('a client that reads no answers is not read either, so that they do not pile up', async () => {
  const sockets: Socket[] = [];
  const note = (published: unknown) => void sockets.push((published as { socket: Socket }).socket);
  subscribe('net.server.socket', note);
  const client = await openAcknowledged(gateway.url);
  unsubscribe('net.server.socket', note);
  client.pause();
  const query =
    '{ __schema { types { description fields { name description args { name description } } } } }';
  let unsent = 0;
  for (let at = 0; at < 400; at++) {
    client.send(JSON.stringify({ id: String(at), type: 'subscribe', payload: { query } }));
    await pause(5);
    unsent = Math.max(unsent, ...sockets.map(({ writableLength }) => writableLength));
  }
  // Those that were read at once before it was full, at some 100 KB each.
  expect(unsent).toBeGreaterThan(65_536);
  expect(unsent).toBeLessThan(5_000_000);
  const answered = new Promise<void>((resolve) => {
    const seen = new Set<string>();
    client.on('message', (data: Buffer) => {
      const { id, type } = JSON.parse(data.toString()) as { id: string; type: string };
      // More than run on a socket at once are refused.
      if (type !== 'next' && seen.add(id).size === 400) resolve();
    });
  });
  client.resume();
  await answered;
  client.terminate();
});

test('so is one that sends nonsense and does not answer the close', async () => {
  const own = await startGatewayAlone({ MAX_CONNECTIONS: '1' });
  const socket = await openAcknowledged(own.url);
  socket.pause();
  socket.send('nonsense');
  await until(async () => (await openAcknowledged(own.url)).terminate(), 15);
  socket.terminate();
  await own.close();
});

test('many operations on a socket share one buffer limit rather than having one each', async () => {
  const socket = await openAcknowledged(gateway.url);
  const ids = Array.from({ length: 50 }, (_, at) => `q${at}`);
  for (const id of ids) {
    const query = `subscription { ${id}: changes { changedFields } }`;
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  }
  await expect.poll(() => gateway.streams.size).toBe(ids.length);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.pause();
  const [taken, given] = [
    vi.spyOn(BufferSpace.prototype, 'reserve'),
    vi.spyOn(BufferSpace.prototype, 'release'),
  ];
  await recordUntil(() => gateway.streams.size === 0);
  const moves = [
    ...taken.mock.calls.map(([chars], at) => [taken.mock.invocationCallOrder[at] ?? 0, chars] as const),
    ...given.mock.calls.map(([, chars], at) => [given.mock.invocationCallOrder[at] ?? 0, -chars] as const),
  ].sort(([one], [other]) => one - other);
  vi.restoreAllMocks();
  let [held, most] = [0, 0];
  for (const [, chars] of moves) most = Math.max(most, (held += chars));
  // One more than fits: each of them alone might hold 65,536.
  expect(most).toBeLessThan(65_536 + 2 * 100_000);
  expect(held).toBe(0);
  socket.resume();
  expect(await closed).toBe(4508);
});

test('a client that receives nothing because systems are too slow is not told that it is too slow', async () => {
  const render = vi.spyOn(Rendering.prototype, 'render').mockReturnValue(new Promise(() => undefined));
  using reader = await openRaw('websocket', gateway.url, { query: QUERY });
  await expect.poll(() => gateway.streams.size).toBe(1);
  const some = Array.from({ length: 500 }, (_, at) => changeOf('Customer', String(at)));
  for (let count = 0; count < 20_500; count += some.length) await record(gateway, ...some);
  const { code, reason } = await reader.ended;
  render.mockRestore();
  expect(code).toBe(4508);
  expect(reason).toMatch(/^Systems answer too slowly; go on after \S+$/);
});

test('the close reason of a socket names a cursor after which none of its operations missed anything', async () => {
  const socket = await openAcknowledged(gateway.url);
  const received = new Map<string, string[]>([
    ['many', []],
    ['few', []],
  ]);
  socket.on('message', (data: Buffer) => {
    const { id, payload } = JSON.parse(data.toString()) as {
      id: string;
      payload: { data: { changes: { cursor: string } } };
    };
    received.get(id)?.push(payload.data.changes.cursor);
  });
  const few = 'subscription { changes(filter: { entities: ["Order"] }) { cursor } }';
  for (const [id, query] of [
    ['many', QUERY],
    ['few', few],
  ]) {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  }
  await expect.poll(() => gateway.streams.size).toBe(2);
  const [order] = await record(gateway, changeOf('Order', '1'));
  await expect.poll(() => received.get('few')).toEqual([order]);
  socket.pause();
  const cursors = await recordUntil(() => gateway.streams.size < 2);
  socket.resume();
  const [code, reason] = await new Promise<[number, string]>((resolve) =>
    socket.on('close', (closed, why) => resolve([closed, why.toString()])),
  );
  expect(code).toBe(4508);
  // "few" has everything up to the end, as none of it was for "few".
  expect(reason).toBe(`Too slow; go on after ${received.get('many')?.at(-1)}`);
  expect([order, ...cursors].includes(received.get('many')?.at(-1) ?? '')).toBe(true);
});
