import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cursor } from '../../changes/event.ts';
import type { ChangeLog } from '../../changes/log.ts';
import { redisLogAt, newName } from '../support/changes/logs.ts';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { cursorsIn, recording } from './support.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start('--appendonly', 'yes');
});
afterAll(() => redis[Symbol.asyncDispose]());

/** A log as one replica has it, which has dropped all that there is. */
async function replica(name: string, at = redis.url): Promise<ChangeLog> {
  const log = redisLogAt(at, name, 500);
  log.replicas.dropped(await log.newest());
  await inStep(log);
  return log;
}

const inStep = (log: ChangeLog) => until(async () => expect(log.replicas.isInStep).toBe(true));

async function recorded(log: ChangeLog): Promise<Cursor> {
  const [cursor = ''] = cursorsIn(await log.append(recording(['1'])));
  return cursor;
}

/** Notes when something has come true. */
function noted(promise: Promise<boolean>) {
  const note: { is: boolean | null } = { is: null };
  void promise.then((is) => (note.is = is));
  return note;
}

test('a change is everywhere once each replica has dropped it, and not before', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using other = disposable(await replica(name));
  const cursor = await recorded(one.log);
  one.log.replicas.dropped(cursor);
  const is = noted(one.log.replicas.everywhere(cursor));
  await pause(100);
  expect(is).toEqual({ is: null });
  other.log.replicas.dropped(cursor);
  await until(async () => expect(is).toEqual({ is: true }));
});

test('who is in touch but stands still is waited for until patience ends, and then comes back as soon as it knows all', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using other = disposable(await replica(name));
  const cursor = await recorded(one.log);
  one.log.replicas.dropped(cursor);
  // It sends heartbeats, and reads nothing of the log.
  const told = one.log.replicas.everywhere(cursor).then((is) => [is, other.log.replicas.isInStep]);
  expect(await told).toEqual([true, false]);
  await pause(500);
  expect(other.log.replicas.isInStep).toBe(false);
  other.log.replicas.dropped(cursor);
  await inStep(other.log);
});

test('who is killed is waited for until patience ends, and who leaves is not', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using way = await TcpProxy.start(redis.port);
  const killed = await replica(name, `redis://127.0.0.1:${way.port}`);
  const first = await recorded(one.log);
  one.log.replicas.dropped(first);
  way.hold();
  // Not before it could know by itself that it is waited for no more.
  const told = one.log.replicas.everywhere(first).then((is) => [is, killed.replicas.isInStep]);
  expect(await told).toEqual([true, false]);
  way.release();
  await killed.close();

  const leaving = await replica(name);
  const second = await recorded(one.log);
  one.log.replicas.dropped(second);
  const is = noted(one.log.replicas.everywhere(second));
  await pause(100);
  expect(is).toEqual({ is: null });
  await leaving.replicas.leave();
  expect(leaving.replicas.isInStep).toBe(false);
  await until(async () => expect(is).toEqual({ is: true }));
  await leaving.close();
});

test('who is cut off does not trust what it has before others have lost patience, and comes back when it knows all', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using way = await TcpProxy.start(redis.port);
  await using other = disposable(await replica(name, `redis://127.0.0.1:${way.port}`));
  const cursor = await recorded(one.log);
  one.log.replicas.dropped(cursor);
  way.hold();
  const told = one.log.replicas.everywhere(cursor).then(() => other.log.replicas.isInStep);
  expect(await told).toBe(false);
  way.release();
  // It is in touch again, but has not dropped yet what was told meanwhile.
  await expect(other.log.newest()).resolves.toBe(cursor);
  await pause(500);
  expect(other.log.replicas.isInStep).toBe(false);
  other.log.replicas.dropped(cursor);
  await inStep(other.log);
});

test.each([
  ['restarted', async () => {}],
  ['emptied', () => withClient(redis.url, (client) => client.flushall())],
])(
  'after Redis was %s nothing is everywhere before all could have said that they are there',
  async (what, empty) => {
    const name = newName();
    await using one = disposable(await replica(name));
    await using way = await TcpProxy.start(redis.port);
    await using other = disposable(await replica(name, `redis://127.0.0.1:${way.port}`));
    await empty();
    way.hold();
    if (what === 'restarted') {
      await redis.shutDown();
      await redis.run();
    }
    const cursor = await recordedSoon(one.log);
    one.log.replicas.dropped(cursor);
    const told = one.log.replicas.everywhere(cursor).then(() => other.log.replicas.isInStep);
    expect(await told).toBe(false);
    way.release();
  },
);

async function recordedSoon(log: ChangeLog): Promise<Cursor> {
  for (;;) {
    const cursor = await recorded(log).catch(() => null);
    if (cursor !== null) return cursor;
  }
}

test('what was to be everywhere in a log that has begun anew never is', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  const cursor = await recorded(one.log);
  await withClient(redis.url, (client) => client.flushall());
  expect(await one.log.replicas.everywhere(cursor)).toBe(false);
});

function disposable(log: ChangeLog) {
  return { log, [Symbol.asyncDispose]: () => log.close() };
}
