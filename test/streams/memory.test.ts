import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOf } from '../support/changes.ts';
import { startMeasured, type Measured } from '../support/measured-gateway.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { STREAMS } from '../support/streams.ts';

let gateway: Measured;
beforeAll(async () => {
  gateway = await startMeasured();
  // Until the process has grown to the size that the work alone takes.
  using reader = await openRaw('websocket', gateway.url, { query: QUERY });
  for (let round = 0; round < 4; round++) await publish(reader);
}, 300_000);
afterAll(() => gateway[Symbol.asyncDispose]());

/** Makes a message of 20 KB from each event, which itself is small. */
const ALIASES = Array.from({ length: 50 }, (_, at) => `f${at}: changedFields`).join(' ');
const QUERY = `subscription ($after: String) { changes(after: $after) { cursor ${ALIASES} } }`;
const fields = [Buffer.alloc(400, 'x').toString()];
/** 90 MB; `PUBLISHED_EVENTS=10000` makes it 200. */
const EVENTS = Number(process.env['PUBLISHED_EVENTS'] ?? 4_500);
/** Megabytes that one client, or 100, may cost that do not read. Kept once for all of them, unsent events would take 90. */
const MOST = { 1: 32, 100: 64 } as const;
const MEGABYTE = 1024 * 1024;

const cursorsOf = (stream: RawStream | undefined) =>
  stream?.results.map(({ data }) => data.changes.cursor as string) ?? [];

/** Publishes all events to a client that reads. Returns by how many megabytes memory grew at most, and the cursors. */
async function publish(reader: RawStream) {
  const before = (await gateway.collect()).rss;
  let most = before;
  const cursors: string[] = [];
  const changes = Array.from({ length: 50 }, (_, at) => changeOf('Customer', String(at), { fields }));
  const had = reader.results.length;
  while (cursors.length < EVENTS) {
    cursors.push(...(await gateway.record(changes)));
    await reader.have(had + cursors.length);
    most = Math.max(most, (await gateway.memory()).rss);
  }
  return { grown: (most - before) / MEGABYTE, cursors };
}

test.each(STREAMS.flatMap((by) => ([1, 100] as const).map((count) => [by, count] as const)))(
  'over %s, clients (%i) that do not read while much is published take little memory and miss nothing',
  async (by, count) => {
    using reader = await openRaw(by, gateway.url, { query: QUERY });
    await gateway.streams(1);
    const alone = await publish(reader);
    const paused: RawStream[] = [];
    for (let at = 0; at < count; at++) paused.push(await openRaw(by, gateway.url, { query: QUERY }));
    await gateway.streams(count + 1);
    for (const stream of paused) stream.pause();
    const { grown, cursors } = await publish(reader);
    console.log(
      `${by}, ${count} paused: +${grown.toFixed(1)} MB; without them: +${alone.grown.toFixed(1)} MB`,
    );
    expect(cursorsOf(reader)).toEqual([...alone.cursors, ...cursors]);
    expect(grown).toBeLessThan(Math.max(0, alone.grown) + MOST[count]);
    for (const stream of paused) {
      stream.resume();
      expect([4508, 1006, 'cut']).toContain((await stream.ended).code);
    }
    const had = cursorsOf(paused[0]);
    expect(had).toEqual(cursors.slice(0, had.length));
    const variables = { after: had.at(-1) ?? alone.cursors.at(-1) };
    using again = await openRaw(by, gateway.url, { query: QUERY, variables });
    await again.have(cursors.length - had.length);
    expect(cursorsOf(again)).toEqual(cursors.slice(had.length));
  },
  600_000,
);
