import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { ChangeLog } from '../../changes/log.ts';
import { openRedisLog } from '../../changes/redis/log.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { RedisServer } from '../support/redis.ts';
import { quiet, withClient } from '../support/redis-tier.ts';
import { allAfter, change, FAR, idsOf, Listener, numbers } from '../support/changes/support.ts';

const EVENTS = 50_000;
const REPLAYED = 10_000;
const AT_ONCE = 50;
const TIMED = 2_000;

/** Records all events, {@link AT_ONCE} at a time, while a follower listens, and prints the rates. No assertion depends on them. */
async function measure(name: string, log: ChangeLog): Promise<void> {
  const start = await log.newest();
  await using listener = new Listener(log, start);
  const recordingMs = await timed(async () => {
    for (let at = 0; at < EVENTS; at += AT_ONCE) {
      await Promise.all(numbers(at, at + AT_ONCE).map((id) => record(log, id)));
    }
  });
  await listener.heard(EVENTS);
  expect(listener.ids).toEqual(numbers(0, EVENTS));
  const from = listener.events[EVENTS - REPLAYED - 1]?.cursor ?? '';
  const readMs = await timed(async () => {
    expect(idsOf(await allAfter(log, from))).toEqual(numbers(EVENTS - REPLAYED, EVENTS));
  });
  await using late = new Listener(log, from);
  const followMs = await timed(() => late.heard(REPLAYED));
  expect(late.ids).toEqual(numbers(EVENTS - REPLAYED, EVENTS));
  console.info(
    `${name}: ${Math.round((EVENTS / recordingMs) * 1_000)} appends/s, ${AT_ONCE} at a time; ${REPLAYED} events read in ${Math.round(readMs)} ms, followed in ${Math.round(followMs)} ms`,
  );
  await measureDelay(name, log);
}

/** Prints the delay from the start of an append to the follower, at about 500 appends a second. */
async function measureDelay(name: string, log: ChangeLog): Promise<void> {
  const began = new Map<string, number>();
  const delays: number[] = [];
  await using listener = new Listener(log, await log.newest(), async (events) => {
    for (const { id } of events) delays.push(performance.now() - (began.get(id) ?? NaN));
  });
  for (const id of numbers(0, TIMED)) {
    began.set(id, performance.now());
    await Promise.all([record(log, id), pause(2)]);
  }
  await listener.heard(TIMED);
  delays.sort((a, b) => a - b);
  const at = (share: number) => (delays[Math.floor(TIMED * share)] ?? NaN).toFixed(1);
  console.info(`${name}: from append to follower p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}

async function record(log: ChangeLog, id: string): Promise<void> {
  await log.append({
    changes: [change(id, { fields: ['status'], key: `${id} ${Math.random()}` })],
    step: null,
    name: null,
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

test('Redis: 50,000 events arrive in order, once each', async () => {
  await using redis = await RedisServer.start();
  const log = openRedisLog({ redis: redis.url, log: quiet, timeoutMs: 10_000, ...FAR });
  await measure('Redis', log);
  await withClient(redis.url, async (client) => {
    const [events, names] = await Promise.all(
      ['events', 'names'].map(async (key) =>
        Number(await client.memory('USAGE', `isthmus:changes:1:${key}`)),
      ),
    );
    const each = [events, names].map((bytes = NaN) => Math.round(bytes / (EVENTS + TIMED)));
    console.info(`Redis: ${each[0]} bytes an event, ${each[1]} bytes a name`);
  });
  await log.close();
}, 120_000);

test('SQLite: 50,000 events arrive in order, once each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-log-'));
  const log = openSqliteLog({ file: join(folder, 'log.db'), ...FAR });
  await measure('SQLite', log);
  await log.close();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
