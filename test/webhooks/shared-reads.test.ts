import { expect, test } from 'vitest';
import type { ChangeLog } from '../../changes/log.ts';
import { SharedReads } from '../../changes/webhooks/shared-reads.ts';
import { changeOf, record } from '../support/changes.ts';
import { newName, redisLogAt } from '../support/changes/logs.ts';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

async function drop(log: ChangeLog): Promise<void> {
  log.replicas.evictedUpTo(await log.newest());
  await expect.poll(() => log.replicas.mayServeCached).toBe(true);
}

test('events read before the log started over are returned once no replica answers from before that', async () => {
  await using redis = await RedisServer.start();
  await using proxy = await TcpProxy.start(redis.port);
  const name = newName();
  const [log, other] = [redisLogAt(redis.url, name), redisLogAt(`redis://127.0.0.1:${proxy.port}`, name)];
  const start = await log.newest();
  await record({ changes: { log } }, changeOf('Customer', '7'));
  await Promise.all([drop(log), drop(other)]);
  const reads = new SharedReads(
    {
      replicas: log.replicas,
      newest: () => log.newest(),
      read: async (after, limit) => {
        const events = await log.read(after, limit);
        proxy.hold();
        await withClient(redis.url, (client) => client.flushall());
        return events;
      },
    },
    10,
  );
  const returned = reads
    .after(start)
    .then((events) => [events.map(({ id }) => id), other.replicas.mayServeCached]);
  // As a follower does once it learns that everything is lost.
  await expect.poll(() => log.newest().then((newest) => newest.split('.')[0])).not.toBe(start.split('.')[0]);
  log.replicas.evictedUpTo(await log.newest());
  expect(await returned).toEqual([['7'], false]);
  proxy.release();
  await Promise.all([log.close(), other.close()]);
});
