import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ChangeEvent } from '../../changes/event.ts';
import { openRedisLog } from '../../changes/redis/log.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { openStore } from '../../changes/sqlite/store.ts';
import { openRedisWebhooks } from '../../changes/webhooks/redis/store.ts';
import { openSqliteWebhooks } from '../../changes/webhooks/sqlite/store.ts';
import type { WebhookStore } from '../../changes/webhooks/store.ts';
import { Dice } from '../support/dice.ts';
import { RedisServer } from '../support/redis.ts';
import { QUIET } from '../support/webhooks/backing.ts';
import { checkPromises } from '../support/webhooks/promises.ts';
import { Receiver } from '../support/webhooks/receiver.ts';
import { startSending } from '../support/webhooks/sending-process.ts';

const EVENTS = 1_000;
const LANES = 50;
const REACH = { maxEvents: 1_000_000, maxAgeMs: 86_400_000 };

/** A receiver that fails three times in ten: with an error, or by cutting the connection after it has in fact accepted the message. */
async function failingReceiver(): Promise<Receiver> {
  const receiver = await Receiver.start();
  const dice = new Dice(7);
  receiver.reply = async () => {
    await new Promise((resolve) => setTimeout(resolve, dice.between(0, 4)));
    return { status: dice.percent(30) ? dice.pick([500, 502, 429, 301, 0]) : 200 };
  };
  return receiver;
}

/** Waits until this many different events have been accepted. */
async function untilAccepted(receiver: Receiver, count: number): Promise<void> {
  const cursors = () =>
    new Set(receiver.arrivals.filter(({ status }) => status < 300).map(({ cursor }) => cursor));
  while (cursors().size < count) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function allAfter(
  log: { read: (after: string, limit: number) => Promise<readonly ChangeEvent[]> },
  after: string,
) {
  return log.read(after, 10 * EVENTS);
}

async function onlyEndpoint(store: WebhookStore): Promise<string> {
  const [endpoint] = await store.endpoints();
  return endpoint?.id ?? '';
}

test('kill -9 with a failing receiver and a file: no loss, repeats only under one id, order per entity', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isthmus-crash-'));
  const file = join(folder, 'changes.db');
  await using receiver = await failingReceiver();
  const env = { FILE: file, TARGET: receiver.url, LANES: String(LANES) };
  {
    await using first = startSending({ ...env, RECORD: String(EVENTS) });
    await first.said('recorded');
    await untilAccepted(receiver, 250);
  }
  {
    await using second = startSending(env);
    await second.said('ready');
    await untilAccepted(receiver, 600);
  }
  {
    await using third = startSending(env);
    await third.said('ready');
    await untilAccepted(receiver, EVENTS);
  }
  const store = openStore(file);
  const log = openSqliteLog({ store, ...REACH });
  const webhooks = openSqliteWebhooks(store);
  const counts = checkPromises(
    await onlyEndpoint(webhooks),
    await allAfter(log, await log.oldest()),
    receiver.arrivals,
  );
  console.log('file, two kills:', JSON.stringify(counts));
  expect(counts.lost).toBe(0);
  await log.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

test('the same with kill -9 of the sending one of two processes, and a restart of Redis', async () => {
  await using redis = await RedisServer.start('--appendonly', 'yes');
  await using receiver = await failingReceiver();
  const env = { REDIS: redis.url, TARGET: receiver.url, LANES: String(LANES) };
  const first = startSending({ ...env, RECORD: String(EVENTS) });
  await first.said('recorded');
  await using other = startSending(env);
  await other.said('ready');
  // The other one started later, and has had nothing to do so far.
  await untilAccepted(receiver, 250);
  await first.kill();
  await untilAccepted(receiver, 600);
  await redis.stop();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await redis.run();
  await untilAccepted(receiver, EVENTS);
  const options = { redis: redis.url, log: QUIET };
  const log = openRedisLog({ ...options, ...REACH });
  const webhooks = openRedisWebhooks(options);
  const events = await allAfter(log, await log.oldest());
  const counts = checkPromises(await onlyEndpoint(webhooks), events, receiver.arrivals);
  console.log('Redis, a kill and a restart:', JSON.stringify(counts));
  expect(events).toHaveLength(EVENTS);
  await log.close();
  await webhooks.close();
}, 120_000);
