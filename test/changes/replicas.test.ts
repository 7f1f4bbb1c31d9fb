import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Cursor } from '../../changes/event.ts';
import type { ChangeLog } from '../../changes/log.ts';
import { PatientConnection } from '../../datasources/redis/patient-connection.ts';
import { Keys } from '../../changes/redis/keys.ts';
import { RedisReplicas } from '../../changes/redis/replicas.ts';
import { redisLogAt, newName } from '../support/changes/logs.ts';
import { RedisServer } from '../support/redis.ts';
import { quiet } from '../support/source.ts';
import { withClient } from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';
import { cursorsIn, recording } from '../support/changes/support.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start('--appendonly', 'yes');
});
afterAll(() => redis[Symbol.asyncDispose]());

/** The log of a replica that has dropped everything changed so far. */
async function replica(name: string, at = redis.url): Promise<ChangeLog> {
  const log = redisLogAt(at, name, 500);
  log.replicas.evictedUpTo(await log.newest());
  await untilInStep(log);
  return log;
}

const untilInStep = (log: ChangeLog) => until(async () => expect(log.replicas.mayServeCached).toBe(true));

async function recordOne(log: ChangeLog): Promise<Cursor> {
  const [cursor = ''] = cursorsIn(await log.append(recording(['1'])));
  return cursor;
}

/** Notes the outcome of a promise once there is one; null until then. */
function outcomeOf(promise: Promise<boolean>) {
  const outcome: { is: boolean | null } = { is: null };
  void promise.then((is) => (outcome.is = is));
  return outcome;
}

test('a change counts as evicted everywhere once each replica has evicted it, and not before', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using other = disposable(await replica(name));
  const cursor = await recordOne(one.log);
  one.log.replicas.evictedUpTo(cursor);
  const allEvicted = outcomeOf(one.log.replicas.allEvicted(cursor));
  await pause(100);
  expect(allEvicted).toEqual({ is: null });
  other.log.replicas.evictedUpTo(cursor);
  await until(async () => expect(allEvicted).toEqual({ is: true }));
});

test('a replica in touch that makes no progress is waited for up to a timeout, and returns once caught up', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using other = disposable(await replica(name));
  const cursor = await recordOne(one.log);
  one.log.replicas.evictedUpTo(cursor);
  // It sends heartbeats, but reads nothing from the log.
  const settled = one.log.replicas.allEvicted(cursor).then((is) => [is, other.log.replicas.mayServeCached]);
  expect(await settled).toEqual([true, false]);
  await pause(500);
  expect(other.log.replicas.mayServeCached).toBe(false);
  other.log.replicas.evictedUpTo(cursor);
  await untilInStep(other.log);
});

test('a killed replica is waited for up to a timeout, and one that leaves is not', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using proxy = await TcpProxy.start(redis.port);
  const killed = await replica(name, `redis://127.0.0.1:${proxy.port}`);
  const first = await recordOne(one.log);
  one.log.replicas.evictedUpTo(first);
  proxy.hold();
  // Not before it could know by itself that it is no longer waited for.
  const settled = one.log.replicas.allEvicted(first).then((is) => [is, killed.replicas.mayServeCached]);
  expect(await settled).toEqual([true, false]);
  proxy.release();
  await killed.close();

  const leaving = await replica(name);
  const second = await recordOne(one.log);
  one.log.replicas.evictedUpTo(second);
  const allEvicted = outcomeOf(one.log.replicas.allEvicted(second));
  await pause(100);
  expect(allEvicted).toEqual({ is: null });
  await leaving.replicas.leave();
  expect(leaving.replicas.mayServeCached).toBe(false);
  await until(async () => expect(allEvicted).toEqual({ is: true }));
  await leaving.close();
});

test('a replica that leaves before a heartbeat of its own is sent does not return to the roster', async () => {
  const name = newName();
  await using log = disposable(redisLogAt(redis.url, name, 500));
  const connection = new PatientConnection({
    redis: redis.url,
    log: quiet,
    timeoutMs: 500,
    whose: 'the test',
    unavailable: (cause) => cause,
  });
  const keys = new Keys(`test:${name}:`);
  const replicas = new RedisReplicas(connection, keys);
  replicas.evictedUpTo(await log.log.newest());
  await until(async () => expect(replicas.mayServeCached).toBe(true));
  // Its next heartbeat waits, as for a connection.
  const [begun, gate] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const ask = connection.ask.bind(connection);
  const asked = vi.spyOn(connection, 'ask').mockImplementationOnce(async (work) => {
    begun.resolve(undefined);
    await gate.promise;
    return ask(work);
  });
  await begun.promise;
  await replicas.leave();
  gate.resolve(undefined);
  await asked.mock.results[0]?.value;
  const fields = await withClient(redis.url, (client) => client.hkeys(keys.replicas));
  expect(fields).toEqual([' era', ' since']);
  await connection.close();
});

test('a replica cut off distrusts its caches before others stop waiting, and returns once caught up', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  await using proxy = await TcpProxy.start(redis.port);
  await using other = disposable(await replica(name, `redis://127.0.0.1:${proxy.port}`));
  const cursor = await recordOne(one.log);
  one.log.replicas.evictedUpTo(cursor);
  proxy.hold();
  const settled = one.log.replicas.allEvicted(cursor).then(() => other.log.replicas.mayServeCached);
  expect(await settled).toBe(false);
  proxy.release();
  // It is in touch again, but has not yet dropped what changed meanwhile.
  await expect(other.log.newest()).resolves.toBe(cursor);
  await pause(500);
  expect(other.log.replicas.mayServeCached).toBe(false);
  other.log.replicas.evictedUpTo(cursor);
  await untilInStep(other.log);
});

test.each([
  ['restarted', async () => {}],
  ['emptied', () => withClient(redis.url, (client) => client.flushall())],
])(
  'after Redis was %s, nothing counts as evicted everywhere before all replicas could have rejoined',
  async (what, empty) => {
    const name = newName();
    await using one = disposable(await replica(name));
    await using proxy = await TcpProxy.start(redis.port);
    await using other = disposable(await replica(name, `redis://127.0.0.1:${proxy.port}`));
    await empty();
    proxy.hold();
    if (what === 'restarted') {
      await redis.shutDown();
      await redis.run();
    }
    const cursor = await recordOnceAvailable(one.log);
    one.log.replicas.evictedUpTo(cursor);
    const settled = one.log.replicas.allEvicted(cursor).then(() => other.log.replicas.mayServeCached);
    expect(await settled).toBe(false);
    proxy.release();
  },
);

async function recordOnceAvailable(log: ChangeLog): Promise<Cursor> {
  for (;;) {
    const cursor = await recordOne(log).catch(() => null);
    if (cursor !== null) return cursor;
  }
}

test('changes still count as evicted everywhere after the clock of Redis was set back', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  const { replicas } = new Keys(`test:${name}:`);
  await withClient(redis.url, (client) => client.hset(replicas, ' since', Date.now() + 3_600_000));
  const cursor = await recordOne(one.log);
  one.log.replicas.evictedUpTo(cursor);
  expect(await one.log.replicas.allEvicted(cursor)).toBe(true);
});

test('a replica that does not know yet that Redis came back with an earlier snapshot serves nothing from its caches', async () => {
  await using server = await RedisServer.start();
  const name = newName();
  await using one = disposable(await replica(name, server.url));
  await using other = disposable(await replica(name, server.url));
  const kept = await recordOne(one.log);
  await withClient(server.url, (client) => client.save());
  const lost = await recordOne(one.log);
  for (const { log } of [one, other]) log.replicas.evictedUpTo(lost);
  expect(await one.log.replicas.allEvicted(lost)).toBe(true);
  await server.stop();
  await server.run();
  one.log.replicas.evictedUpTo(kept);
  // By then the other has sent heartbeats to this Redis, or its lease has expired.
  expect(await one.log.replicas.allEvicted(kept)).toBe(true);
  expect(other.log.replicas.mayServeCached).toBe(false);
  other.log.replicas.evictedUpTo(kept);
  await untilInStep(other.log);
});

test('a change never counts as evicted everywhere if the log has started over since', async () => {
  const name = newName();
  await using one = disposable(await replica(name));
  const cursor = await recordOne(one.log);
  await withClient(redis.url, (client) => client.flushall());
  expect(await one.log.replicas.allEvicted(cursor)).toBe(false);
});

function disposable(log: ChangeLog) {
  return { log, [Symbol.asyncDispose]: () => log.close() };
}
