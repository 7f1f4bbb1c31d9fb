import { setTimeout as pause } from 'node:timers/promises';
import { openRedisLog } from '../../../changes/redis/log.ts';
import { createLog } from '../../../server/log.ts';
import { Dice } from '../dice.ts';
import { RedisServer } from '../redis.ts';
import { ALL_WELL, Courier } from './courier.ts';
import { FastCrm } from './fast-crm.ts';
import { Fleet } from './fleet.ts';
import { ALL } from './subscriptions.ts';
import { Reader } from './reader.ts';

/** Median and 99th percentile, in milliseconds. */
export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** Latencies without faults. */
export interface Rates {
  /** From appending a change to the log until every replica has evicted what it affects. */
  readonly eviction: Quantiles;
  /** From appending a change to the log until a subscriber receives it; there is one at each replica. */
  readonly delivery: Quantiles;
  /** From a webhook being sent until it is acknowledged, at 100 a second. */
  readonly acknowledged: Quantiles;
  /** Milliseconds until a returning subscriber that missed all events has received the last; NaN if it has not. */
  readonly replay: number;
  readonly events: number;
  readonly perSecond: number;
}

/** A reader that is never cut off and never stops reading. */
const STEADY = {
  by: 'websocket',
  dice: new Dice(1),
  cutMs: null,
  stalls: false,
  credentials: {},
  takesPartial: false,
} as const;
const PATIENCE_MS = 60_000;
/** One in this many changes is timed until every replica has evicted what it affects. */
const WATCHED = 10;
const WEBHOOKS = 500;
const BETWEEN_WEBHOOKS_MS = 10;

/** Appends changes to the log one by one, and measures how soon three replica processes have evicted and delivered them. */
export async function measure(events: number, perSecond: number): Promise<Rates> {
  await using opened = new AsyncDisposableStack();
  const redis = opened.use(await RedisServer.start('--appendonly', 'yes'));
  const crm = opened.use(await FastCrm.start(100));
  const fleet = opened.use(await Fleet.start(crm.url, redis));
  const logger = createLog({ level: 'silent', pretty: false });
  const log = openRedisLog({ redis: redis.url, log: logger, maxEvents: 1_000_000, maxAgeMs: 86_400_000 });
  opened.defer(() => log.close());
  const given = new Map<string, number>();
  const delivery: number[] = [];
  const eviction: number[] = [];
  const readers = fleet.urls.map((url) => readerAt(url, given, delivery));
  opened.defer(async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
  });
  const append = async (number: number) => {
    const row = crm.change(String(1 + (number % 100)));
    const began = performance.now();
    given.set(row.at, began);
    const change = {
      entity: 'Customer',
      id: row.id,
      kind: 'UPDATED',
      owners: {},
      ownersUnknown: false,
    } as const;
    const what = { ...change, fields: ['phone'], occurredAt: row.at, key: null, system: 'crm' };
    // Like a webhook with the next number, so that a poll does not find it again.
    const step = { source: 'crm', from: String(row.number - 1), to: String(row.number), token: null };
    const recorded = await log.append({ changes: [what], step, name: null });
    if (recorded.is !== 'recorded') throw new Error(`The log took a change for one that is ${recorded.is}.`);
    const [cursor] = recorded.cursors;
    if (number % WATCHED > 0 || !cursor) return;
    if (await log.replicas.allEvicted(cursor)) eviction.push(performance.now() - began);
  };
  // Warm up; these are not counted.
  for (let number = 0; readers.some((reader) => reader.events.length < 20); number += 1) {
    await append(number);
    await pause(10);
  }
  const after = await log.newest();
  const began = performance.now();
  const before = given.size;
  eviction.length = 0;
  delivery.length = 0;
  const pending: Promise<void>[] = [];
  for (let made = 0; made < events;) {
    const due = Math.min(events, Math.floor(((performance.now() - began) / 1_000) * perSecond));
    for (; made < due; made += 1) pending.push(append(before + made));
    await pause(1);
  }
  await Promise.all(pending);
  const rate = events / ((performance.now() - began) / 1_000);
  const end = performance.now() + PATIENCE_MS;
  while (delivery.length < events * readers.length && performance.now() < end) await pause(20);
  const [url = ''] = fleet.urls;
  const replay = await replayAt(url, after, events);
  return {
    eviction: quantilesOf(eviction),
    delivery: quantilesOf(delivery),
    acknowledged: quantilesOf(await acknowledged(crm, url)),
    replay,
    events,
    perSecond: Math.round(rate),
  };
}

function readerAt(url: string, given: ReadonlyMap<string, number>, delivery: number[]): Reader {
  const eventIn = (data: never) => {
    const event = ALL.eventIn(data);
    const began = given.get(event.at);
    if (began !== undefined) delivery.push(performance.now() - began);
    return event;
  };
  return new Reader({ ...STEADY, subscription: { ...ALL, eventIn }, urls: () => [url] });
}

/** Measures how long a subscriber takes to receive the `events` events that it missed after a cursor. */
async function replayAt(url: string, after: string, events: number): Promise<number> {
  const began = performance.now();
  const reader = new Reader({ ...STEADY, subscription: ALL, urls: () => [url], after });
  while (reader.events.length < events && performance.now() < began + PATIENCE_MS) await pause(5);
  await reader.stop();
  return (reader.events[events - 1]?.receivedAt ?? NaN) - began;
}

/** Sends webhooks to one replica, and gives the time to acknowledge each. */
async function acknowledged(crm: FastCrm, url: string): Promise<readonly number[]> {
  const courier = new Courier(crm, () => [url], new Dice(1), ALL_WELL);
  for (let number = 0; number < WEBHOOKS; number += 1) {
    courier.send([crm.change(String(1 + (number % 100)))]);
    await pause(BETWEEN_WEBHOOKS_MS);
  }
  await courier.settled();
  return courier.acknowledgedMs;
}

function quantilesOf(all: readonly number[]): Quantiles {
  const sorted = all.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
