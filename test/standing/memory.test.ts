import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeOf } from '../support/changes.ts';
import { openRaw, type RawStream } from '../support/raw-streams.ts';
import { startMeasured, type Measured } from '../support/measured-gateway.ts';
import { STREAMS } from '../support/streams.ts';

let gateway: Measured;
beforeAll(async () => {
  gateway = await startMeasured();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** 20 KB for each event, which itself takes little. */
const ALIASES = Array.from({ length: 50 }, (_, at) => `f${at}: changedFields`).join(' ');
const QUERY = `subscription ($after: String) { changes(after: $after) { cursor ${ALIASES} } }`;
const fields = [Buffer.alloc(400, 'x').toString()];
const EVENTS = 10_000;
const MEGABYTE = 1024 * 1024;

/** Publishes 200 MB, and gives the most memory that this took beyond what was there before, in megabytes. */
async function publish(): Promise<{ readonly grown: number; readonly cursors: readonly string[] }> {
  const before = (await gateway.collect()).rss;
  let most = before;
  const cursors: string[] = [];
  const changes = Array.from({ length: 50 }, (_, at) => changeOf('Customer', String(at), { fields }));
  while (cursors.length < EVENTS) {
    cursors.push(...(await gateway.record(changes)));
    most = Math.max(most, (await gateway.memory()).rss);
  }
  return { grown: (most - before) / MEGABYTE, cursors };
}

test.each(STREAMS.flatMap((by) => [1, 100].map((count) => [by, count] as const)))(
  'over %s, %i who do not read while 200 MB are published take bounded memory, and none of them misses anything',
  async (by, count) => {
    // What publishing itself takes, with one who reads.
    using reader = await openRaw(by, gateway.url, { query: QUERY });
    const alone = await publish();
    const paused: RawStream[] = [];
    for (let at = 0; at < count; at++) paused.push(await openRaw(by, gateway.url, { query: QUERY }));
    for (const stream of paused) stream.pause();
    await gateway.streams(count + 1);
    const { grown, cursors } = await publish();
    console.log(
      `${by}, ${count} paused: +${grown.toFixed(1)} MB; with one who reads: +${alone.grown.toFixed(1)} MB`,
    );
    await reader.have(alone.cursors.length + cursors.length);
    expect(reader.results.length).toBe(alone.cursors.length + cursors.length);
    // Of 200 MB nothing like that stays in memory for anybody.
    expect(grown - Math.max(0, alone.grown)).toBeLessThan(150);
    for (const stream of paused) {
      stream.resume();
      const { code } = await stream.ended;
      expect([4508, 1006, 'cut']).toContain(code);
    }
    const [first] = paused;
    const had = first?.results.map(({ data }) => data.changes.cursor as string) ?? [];
    expect(had).toEqual(cursors.slice(0, had.length));
    const variables = { after: had.at(-1) ?? alone.cursors.at(-1) };
    using again = await openRaw(by, gateway.url, { query: QUERY, variables });
    await again.have(cursors.length - had.length);
    expect(again.results.map(({ data }) => data.changes.cursor as string)).toEqual(cursors.slice(had.length));
  },
  600_000,
);
