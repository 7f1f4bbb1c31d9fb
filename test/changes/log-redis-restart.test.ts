import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { expectExpired, inOrderOnce, insistOnAll, Replica } from '../support/changes/replica.ts';
import {
  allAfter,
  cursorsIn,
  idsOf,
  Listener,
  numbers,
  recording,
  step,
} from '../support/changes/support.ts';

const SAVING = {
  'an append-only file': ['--appendonly', 'yes', '--appendfsync', 'everysec'],
  'a snapshot': ['--save', '3600 1'],
} as const;
/** Redis acknowledges nothing before it is on disk. */
const LASTING = ['--appendonly', 'yes', '--appendfsync', 'always'];

describe('a restarted Redis', () => {
  test.each(Object.entries(SAVING))(
    'with %s loses nothing and delivers nothing twice',
    async (_, settings) => {
      await using redis = await RedisServer.start(...settings);
      await using one = new Replica(redis.url, { timeoutMs: 300 });
      await using other = new Replica(redis.url);
      const start = await one.log.newest();
      await using mine = new Listener(one.log, start);
      await using others = new Listener(other.log, start);
      const writing = insistOnAll(one.log, numbers(0, 3_000));
      for (const count of [500, 1_500]) {
        await others.heard(count);
        await redis.shutDown();
        await pause(500);
        await redis.run();
      }
      await writing;
      await Promise.all([mine.heard(3_000), others.heard(3_000)]);
      for (const listener of [mine, others]) inOrderOnce(listener, 3_000);
      expect(others.events).toEqual(await allAfter(one.log, start));
    },
  );

  test('has everything that it acknowledged before it was killed, if it syncs every write', async () => {
    await using redis = await RedisServer.start(...LASTING);
    await using replica = new Replica(redis.url, { timeoutMs: 300 });
    const start = await replica.log.newest();
    await using listener = new Listener(replica.log, start);
    const writing = insistOnAll(replica.log, numbers(0, 1_500));
    for (const count of [300, 900]) {
      await listener.heard(count);
      await redis.stop();
      await redis.run();
    }
    await writing;
    await listener.heard(1_500);
    inOrderOnce(listener, 1_500);
  });

  test('that is empty starts the log over, which followers, cursors and positions show', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    await using listener = new Listener(log, start);
    const first = recording(['1'], { step: step(null, '7'), name: 'a' });
    const [old = ''] = cursorsIn(await log.append(first));
    await listener.heard(1);
    await redis.stop();
    await redis.run();
    await listener.until(({ lost }) => lost.length === 1);
    const oldest = await log.oldest();
    expect(listener.lost).toEqual([oldest]);
    for (const cursor of [old, start]) await expectExpired(log, cursor, oldest);
    expect(await log.positionOf('commerce')).toBeNull();
    expect(await log.append(recording([], { step: step('7', '8') }))).toEqual({
      is: 'elsewhere',
      position: null,
    });
    expect(await log.append(recording(['2'], { step: step(null, '8'), name: 'a' }))).toMatchObject({
      is: 'recorded',
    });
    await listener.heard(2);
    expect(listener.ids).toEqual(['1', '2']);
    expect(listener.lost).toHaveLength(1);
  });

  test('with an old snapshot tells followers of the loss, and sources go on from their old positions', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    await using listener = new Listener(log, start);
    const [kept = ''] = cursorsIn(await log.append(recording(['1'], { step: step(null, '1') })));
    await withClient(redis.url, (client) => client.save());
    const lost = cursorsIn(await log.append(recording(['2', '3'], { step: step('1', '3') })));
    await listener.heard(3);
    await redis.stop();
    await redis.run();
    expect(await log.positionOf('commerce')).toBe('1');
    const again = recording(['2', '3'], { step: step('1', '3') });
    expect(await log.append(again)).toMatchObject({ is: 'recorded' });
    await log.append(recording(['4']));
    await listener.until(({ ids }) => ids.at(-1) === '4');
    expect(listener.lost).toEqual([kept]);
    expect(listener.ids).toEqual(['1', '2', '3', '2', '3', '4']);
    for (const cursor of lost) await expectExpired(log, cursor, start);
    expect(idsOf(await log.read(start, 10))).toEqual(['1', '2', '3', '4']);
  });
});

describe('a log that is deleted while it is followed', () => {
  test.each([
    ['all of it', ['isthmus:changes:1:log', 'isthmus:changes:1:events', 'isthmus:changes:1:names']],
    ['its name only', ['isthmus:changes:1:log']],
    ['its events only', ['isthmus:changes:1:events']],
  ])('starts over: %s', async (_, keys) => {
    await using redis = await RedisServer.start();
    await using one = new Replica(redis.url);
    await using other = new Replica(redis.url);
    const start = await one.log.newest();
    await using listener = new Listener(one.log, start);
    const [old = ''] = cursorsIn(await one.log.append(recording(['1'])));
    await listener.heard(1);
    expect(await withClient(redis.url, (client) => client.del(...keys))).toBeGreaterThan(0);
    await other.log.append(recording(['2']));
    await other.log.append(recording(['3']));
    await listener.heard(3);
    const oldest = await other.log.oldest();
    expect(listener.ids).toEqual(['1', '2', '3']);
    expect(listener.lost).toEqual([oldest]);
    await expectExpired(other.log, old, oldest);
    await expectExpired(other.log, start, oldest);
    expect(idsOf(await other.log.read(oldest, 10))).toEqual(['2', '3']);
  });

  test('tells idle followers of the loss too, but not if only its last event was trimmed', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    const [last = ''] = cursorsIn(await replica.log.append(recording(['1'])));
    await using listener = new Listener(replica.log, last);
    await withClient(redis.url, (client) => client.xtrim('isthmus:changes:1:events', 'MAXLEN', 0));
    expect(await replica.log.oldest()).toBe(last);
    expect(await replica.log.read(last, 10)).toEqual([]);
    await pause(2_500);
    expect(listener.lost).toEqual([]);
    await replica.log.append(recording(['2']));
    await listener.heard(1);
    expect(listener.lost).toEqual([]);
    await withClient(redis.url, (client) => client.flushall());
    await listener.until(({ lost }) => lost.length === 1);
    expect(listener.ids).toEqual(['2']);
  });
});
