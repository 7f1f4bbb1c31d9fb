import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openRedisLog } from '../../changes/redis/log.ts';
import { RedisServer } from '../support/redis.ts';
import { quiet, withClient } from '../support/redis-tier.ts';
import { expectExpired, Replica } from '../support/changes/replica.ts';
import { change, cursorsIn, FAR, idsOf, Listener, recording, step } from '../support/changes/support.ts';
import { wholeSteps, Writing } from '../support/changes/writing.ts';

/** Redis acknowledges nothing before it is on disk. */
const LASTING = ['--appendonly', 'yes', '--appendfsync', 'always'];

describe('one step', () => {
  test('is recorded in full or not at all, whenever the recording process is killed', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    let steps = 0;
    for (let round = 0; round < 3; round += 1) {
      await using writing = new Writing('redis', redis.url);
      await writing.reached(steps + 40 + 15 * round);
      await writing.kill();
      steps = await wholeSteps(replica.log, writing.last);
    }
  });

  test('is recorded in full or not at all if Redis is killed during it', async () => {
    await using redis = await RedisServer.start(...LASTING);
    await using replica = new Replica(redis.url);
    let steps = 0;
    for (let round = 0; round < 3; round += 1) {
      await using writing = new Writing('redis', redis.url);
      await writing.reached(steps + 40);
      await redis.stop();
      await writing.kill();
      await redis.run();
      steps = await wholeSteps(replica.log, writing.last);
    }
  });

  test('is recorded even if Redis is full, and reads work too', async () => {
    await using redis = await RedisServer.start('--maxmemory-policy', 'noeviction');
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    await using listener = new Listener(log, start);
    await redis.fill();
    const changes = [change('1', { key: 'k' }), change('2')];
    expect(await log.append({ changes, step: step(null, '1'), name: 'a' })).toMatchObject({
      is: 'recorded',
    });
    expect(await log.append({ changes, step: step('1', '2'), name: 'a' })).toEqual({ is: 'known' });
    expect(await log.lease('erp', 1_000)).not.toBeNull();
    await listener.heard(2);
    expect(idsOf(await log.read(start, 10))).toEqual(['1', '2']);
    expect(await log.positionOf('commerce')).toBe('1');
  });
});

test('the oldest names are forgotten when there are more than may be remembered', async () => {
  await using redis = await RedisServer.start();
  const log = openRedisLog({ redis: redis.url, log: quiet, maxNames: 3, ...FAR });
  const recorded = async (once: string) => (await log.append({ changes: [], step: null, name: once })).is;
  for (const name of ['a', 'b', 'c', 'd']) expect(await recorded(name)).toBe('recorded');
  expect(await recorded('d')).toBe('known');
  expect(await recorded('b')).toBe('known');
  expect(await recorded('a')).toBe('recorded');
  await log.close();
});

test.each(['nonsense', 'null', '["commerce"]'])(
  'an entry that is %s counts as lost, and no other',
  async (entry) => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    await using listener = new Listener(log, start);
    const [first = ''] = cursorsIn(await log.append(recording(['1'])));
    const damaged = await damagedAfter(first, entry, redis.url);
    await log.append(recording(['3']));
    await listener.heard(2);
    expect(listener.ids).toEqual(['1', '3']);
    expect(listener.lost).toEqual([damaged]);
    expect(idsOf(await log.read(start, 10))).toEqual(['1']);
    await expectExpired(log, first, damaged);
    expect(idsOf(await log.read(damaged, 10))).toEqual(['3']);
  },
);

/** Adds an entry that the log did not write; its cursor. */
function damagedAfter(cursor: string, entry: string, url: string): Promise<string> {
  const [life = '', place = ''] = cursor.split('.');
  return withClient(url, async (client) => {
    const id = String(await client.xadd('isthmus:changes:1:events', '*', 'p', place, 'e', entry));
    await client.hset('isthmus:changes:1:log', 'last', id);
    return `${life}.${id}`;
  });
}

describe('leases', () => {
  test('belong to one replica at a time, and earlier holders are fenced', async () => {
    await using redis = await RedisServer.start();
    await using first = new Replica(redis.url);
    await using second = new Replica(redis.url);
    const [one, other] = [first.log, second.log];
    const held = await one.lease('erp', 60_000);
    expect(held).not.toBeNull();
    expect(await other.lease('erp', 60_000)).toBeNull();
    expect(await other.lease('accounting', 60_000)).not.toBeNull();
    await other.release('erp');
    expect(await other.lease('erp', 60_000)).toBeNull();
    expect(await one.lease('erp', 1)).toEqual(held);
    await pause(20);
    const next = await other.lease('erp', 60_000);
    expect(next?.token).toBeGreaterThan(held?.token ?? NaN);
    const under = (token: number | undefined) =>
      recording(['1'], { step: { source: 'erp', from: null, to: '1', token: token ?? NaN } });
    expect(await one.append(under(held?.token))).toEqual({ is: 'fenced' });
    expect(await other.append(under(next?.token))).toMatchObject({ is: 'recorded' });
    expect(await one.lease('erp', 60_000)).toBeNull();
    await other.release('erp');
    const back = await one.lease('erp', 60_000);
    expect(back?.token).toBeGreaterThan(next?.token ?? NaN);
  });

  test('end although the clock of Redis has been set back since', async () => {
    await using redis = await RedisServer.start();
    await using first = new Replica(redis.url);
    await using second = new Replica(redis.url);
    await first.log.lease('erp', 60_000);
    await withClient(redis.url, async (client) => {
      const [till = '', owner = ''] =
        (await client.hget('isthmus:changes:1:log', 'lease:erp'))?.split(' ') ?? [];
      await client.hset('isthmus:changes:1:log', 'lease:erp', `${Number(till) + 3_600_000} ${owner}`);
    });
    expect(await second.log.lease('erp', 60_000)).not.toBeNull();
  });

  test('have rising tokens even after Redis has lost its data, and older holders stay fenced', async () => {
    await using redis = await RedisServer.start();
    await using first = new Replica(redis.url);
    await using second = new Replica(redis.url);
    const held = await first.log.lease('erp', 60_000);
    await withClient(redis.url, (client) => client.flushall());
    await pause(5);
    const under = recording(['1'], {
      step: { source: 'erp', from: null, to: '1', token: held?.token ?? NaN },
    });
    expect(await first.log.append(under)).toEqual({ is: 'fenced' });
    const next = await second.log.lease('erp', 60_000);
    expect(next?.token).toBeGreaterThan(held?.token ?? NaN);
    expect(await first.log.append(under)).toEqual({ is: 'fenced' });
  });
});
