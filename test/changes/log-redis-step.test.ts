import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openRedisLog } from '../../changes/redis/log.ts';
import { RedisServer } from '../support/redis.ts';
import { quiet, withClient } from '../support/redis-tier.ts';
import { Replica } from './replica.ts';
import { change, FAR, idsOf, Listener, recording, step } from './support.ts';
import { wholeSteps, Writing } from './writing.ts';

/** Nothing is answered for before it is on the disk. */
const LASTING = ['--appendonly', 'yes', '--appendfsync', 'always'];

describe('one step', () => {
  test('is whole or not at all, whenever a process that records is killed', async () => {
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

  test('is whole or not at all when Redis is killed amid it', async () => {
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

  test('gets through to a Redis that is full, and so do reads', async () => {
    await using redis = await RedisServer.start('--maxmemory-policy', 'noeviction');
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    await using listener = new Listener(log, start);
    await redis.fill();
    const changes = [change('1', { key: 'k' }), change('2')];
    expect(await log.append({ changes, place: step(null, '1'), once: 'a' })).toMatchObject({
      is: 'recorded',
    });
    expect(await log.append({ changes, place: step('1', '2'), once: 'a' })).toEqual({ is: 'known' });
    expect(await log.lease('erp', 1_000)).not.toBeNull();
    await listener.heard(2);
    expect(idsOf(await log.read(start, 10))).toEqual(['1', '2']);
    expect(await log.positionOf('commerce')).toBe('1');
  });
});

test('of more names than may be remembered the oldest are forgotten', async () => {
  await using redis = await RedisServer.start();
  const log = openRedisLog({ redis: redis.url, log: quiet, maxNames: 3, ...FAR });
  const recorded = async (once: string) => (await log.append({ changes: [], place: null, once })).is;
  for (const name of ['a', 'b', 'c', 'd']) expect(await recorded(name)).toBe('recorded');
  expect(await recorded('d')).toBe('known');
  expect(await recorded('b')).toBe('known');
  expect(await recorded('a')).toBe('recorded');
  await log.close();
});

describe('leases', () => {
  test('are one replica’s at a time; whoever had one before is fenced', async () => {
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
      recording(['1'], { place: { source: 'erp', from: null, to: '1', token: token ?? NaN } });
    expect(await one.append(under(held?.token))).toEqual({ is: 'fenced' });
    expect(await other.append(under(next?.token))).toMatchObject({ is: 'recorded' });
    expect(await one.lease('erp', 60_000)).toBeNull();
    await other.release('erp');
    const back = await one.lease('erp', 60_000);
    expect(back?.token).toBeGreaterThan(next?.token ?? NaN);
  });

  test('rise even where Redis has lost what there was, and nobody goes on under one from before', async () => {
    await using redis = await RedisServer.start();
    await using first = new Replica(redis.url);
    await using second = new Replica(redis.url);
    const held = await first.log.lease('erp', 60_000);
    await withClient(redis.url, (client) => client.flushall());
    await pause(5);
    const under = recording(['1'], {
      place: { source: 'erp', from: null, to: '1', token: held?.token ?? NaN },
    });
    expect(await first.log.append(under)).toEqual({ is: 'fenced' });
    const next = await second.log.lease('erp', 60_000);
    expect(next?.token).toBeGreaterThan(held?.token ?? NaN);
    expect(await first.log.append(under)).toEqual({ is: 'fenced' });
  });
});
