import { expect, test } from 'vitest';
import { ChangeHub } from '../../changes/hub.ts';
import type { ChangeLog, Recording } from '../../changes/log.ts';
import { openSqliteLog } from '../../changes/sqlite/log.ts';
import { matches } from '../../datasources/change-filter.ts';
import { changeOf, record } from '../support/changes.ts';
import { newName, redisLogAt } from '../support/changes/logs.ts';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { ALL_CHANGES } from '../support/recording.ts';

const QUIET = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A process that follows the log, with notes of what it did. */
async function follow(log: ChangeLog) {
  const did: string[] = [];
  const evict = async (tags: readonly string[]) => did.push(`evict ${tags.join(' ')}`);
  const hub = new ChangeHub({
    log,
    cache: { evict },
    forget: () => did.push('forget'),
    systems: [],
    logger: QUIET,
  });
  const announced: string[] = [];
  hub.listen({
    changed: (events, tags) => {
      const changes = events.filter((event) => matches(ALL_CHANGES, event));
      announced.push(
        `${changes.map(({ entity, id }) => `${entity}:${id}`).join()} by ${[...tags].join(' ')}`,
      );
    },
    lost: () => announced.push('lost'),
  });
  await hub.start();
  return { hub, did, announced };
}

test('an invalidation makes every process evict what it names and fetch it in full, and is no change', async () => {
  const log = openSqliteLog({ file: ':memory:', maxEvents: 100, maxAgeMs: 3_600_000 });
  const [one, other] = [await follow(log), await follow(log)];
  expect(await one.hub.invalidate(['@crm', 'Order'])).toBeGreaterThan(0);
  await expect.poll(() => other.did).toEqual(['forget', 'evict @crm Order']);
  // Here at once, and again in its order among the changes.
  expect(one.did.slice(0, 2)).toEqual(['forget', 'evict @crm Order']);
  await record({ changes: { log } }, changeOf('Customer', '7'));
  for (const { announced } of [one, other]) {
    await expect.poll(() => announced).toHaveLength(2);
    expect(announced).toEqual([' by @crm Order', expect.stringMatching(/^Customer:7 by Customer:7 /)]);
  }
  // A reader that resumes skips it.
  const { events } = await other.hub.read(await log.oldest(), 10);
  expect(events.map((event) => matches(ALL_CHANGES, event))).toEqual([false, false, true]);
  await Promise.all([one.hub.close(), other.hub.close()]);
  await log.close();
});

test('an invalidation that cannot reach the other processes fails, but is done in this one', async () => {
  const log = openSqliteLog({ file: ':memory:', maxEvents: 100, maxAgeMs: 3_600_000 });
  const { hub, did } = await follow(log);
  await log.close();
  await expect(hub.invalidate(['@crm'])).rejects.toThrow('cannot be reached');
  expect(did).toEqual(['forget', 'evict @crm']);
  await hub.close();
});

test.each([
  ['is emptied', (redis: RedisServer) => withClient(redis.url, (client) => client.flushall())],
  ['hangs', async (_: RedisServer, proxy: TcpProxy) => proxy.hold()],
])('an invalidation fails if Redis %s before the other processes could follow it', async (_what, disturb) => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  const log = redisLogAt(`redis://127.0.0.1:${proxy.port}`, newName());
  const append = log.append.bind(log);
  const { hub } = await follow(
    Object.assign(log, {
      append: async (recording: Recording) => {
        const recorded = await append(recording);
        await disturb(redis, proxy);
        return recorded;
      },
    }),
  );
  await expect(hub.invalidate(['@crm'])).rejects.toThrow('cannot be reached');
  proxy.release();
  await hub.close();
  await log.close();
});
