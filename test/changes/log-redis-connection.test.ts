import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Recording } from '../../changes/log.ts';
import { LogUnavailableError } from '../../changes/errors/log-unavailable.ts';
import { RedisServer } from '../support/redis.ts';
import { withClient } from '../support/redis-tier.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { inOrderOnce, insistOnAll, Replica } from '../support/changes/replica.ts';
import { allAfter, change, idsOf, Listener, numbers, recording, step } from '../support/changes/support.ts';

describe('a connection to Redis', () => {
  test('that is cut repeatedly, with late answers, loses and duplicates nothing', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using one = new Replica(proxy);
    await using other = new Replica(proxy);
    const start = await one.log.newest();
    await using mine = new Listener(one.log, start);
    await using others = new Listener(other.log, start);
    const cutting = new AbortController();
    const cuts = (async () => {
      for (let count = 0; ; count += 1) {
        await pause(120);
        if (cutting.signal.aborted) return count;
        proxy.delayMs = count % 3;
        proxy.cut();
      }
    })();
    await insistOnAll(one.log, numbers(0, 2_000));
    cutting.abort();
    console.info(`2,000 events recorded over connections that were cut ${await cuts} times`);
    await Promise.all([mine.heard(2_000), others.heard(2_000)]);
    for (const listener of [mine, others]) inOrderOnce(listener, 2_000);
  });

  test('that is cut before the answer: appending again reveals that it was recorded', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using replica = new Replica(proxy);
    const { log } = replica;
    const start = await log.newest();
    // A script that Redis does not know yet is sent twice.
    await log.append(recording([]));
    const ways: readonly [string, Recording, object][] = [
      ['by its name', recording(['named'], { name: 'a' }), { is: 'known' }],
      ['by its place', recording(['placed'], { step: step(null, '1') }), { is: 'elsewhere', position: '1' }],
      [
        'by its key',
        { ...recording([]), changes: [change('keyed', { key: 'k' })] },
        { is: 'recorded', cursors: [null] },
      ],
    ];
    for (const [how, what, again] of ways) {
      proxy.cutAfter = `"${what.changes[0]?.id}"`;
      await expect(log.append(what), how).rejects.toBeInstanceOf(LogUnavailableError);
      expect(await log.append(what), how).toEqual(again);
    }
    expect(idsOf(await log.read(start, 10))).toEqual(['named', 'placed', 'keyed']);
  });

  test('that hangs is given up: appends fail in time, and followers go on when it recovers', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using near = new Replica(redis.url);
    await using far = new Replica(proxy, { timeoutMs: 200 });
    const start = await far.log.newest();
    await using listener = new Listener(far.log, start);
    await far.log.append(recording(['0']));
    await listener.heard(1);
    proxy.hold();
    await expect(far.log.append(recording(['never']))).rejects.toBeInstanceOf(LogUnavailableError);
    await near.log.append(recording(['1']));
    // Connections that hang keep hanging; only new ones get through.
    await pause(3_000);
    proxy.release();
    await near.log.append(recording(['2']));
    await listener.until(({ ids }) => ids.includes('2'));
    expect(listener.ids.filter((id) => id !== 'never')).toEqual(['0', '1', '2']);
    expect(listener.events).toEqual(await allAfter(near.log, start));
    expect(listener.lost).toEqual([]);
  });

  test('that hangs is dropped once, however many commands wait for it', async () => {
    await using redis = await RedisServer.start();
    await using proxy = await TcpProxy.start(redis.port);
    await using replica = new Replica(proxy, { timeoutMs: 200 });
    await replica.log.append(recording(['0']));
    const warnings: string[] = [];
    const note = ({ name, message }: Error) => void warnings.push(`${name}: ${message}`);
    process.on('warning', note);
    for (let round = 0; round < 2; round += 1) {
      proxy.hold();
      const asked = numbers(0, 20).map(() => replica.log.newest());
      for (const { status } of await Promise.allSettled(asked)) expect(status).toBe('rejected');
      proxy.release();
      await expect
        .poll(() => replica.log.newest().then(Boolean, () => false), { timeout: 10_000 })
        .toBe(true);
    }
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test('that cannot be opened fails all calls in time, and closing does not wait for it', async () => {
    await using redis = await RedisServer.start();
    await redis.stop();
    await using replica = new Replica(redis.url, { timeoutMs: 100 });
    const { log } = replica;
    const cursor = 'abcdefghijkl.1-1';
    await using listener = new Listener(log, cursor);
    for (const ask of [
      log.append(recording(['1'])),
      log.read(cursor, 1),
      log.newest(),
      log.lease('erp', 1_000),
    ]) {
      await expect(ask).rejects.toBeInstanceOf(LogUnavailableError);
    }
    await listener.leave();
    expect(listener.lost).toEqual([]);
  });

  test('is closed if the follower fails', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    const { log } = replica;
    const start = await log.newest();
    const connections = () =>
      withClient(
        redis.url,
        async (client) =>
          String(await client.client('LIST'))
            .trim()
            .split('\n').length,
      );
    const before = await connections();
    const failing = { events: () => Promise.reject(new Error('a defect')), lost: async () => undefined };
    const failed = expect(log.follow(start, failing, new AbortController().signal)).rejects.toThrow(
      'a defect',
    );
    expect(await connections()).toBe(before + 1);
    await log.append(recording(['1']));
    await failed;
    await expect.poll(connections).toBe(before);
  });

  test('reveals no password in errors or the log', async () => {
    await using redis = await RedisServer.start('--requirepass', 'right-word');
    const said: unknown[] = [];
    const log = {
      debug: () => undefined,
      warn: (fields: object) => said.push(fields),
      error: () => undefined,
    };
    const redisUrl = redis.url.replace('//', '//:wrong-word@');
    await using replica = new Replica(redisUrl, { log, timeoutMs: 200 });
    const error: unknown = await replica.log.newest().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogUnavailableError);
    said.push(error, (error as Error).cause, { ...((error as Error).cause as object) });
    expect(JSON.stringify(said) + said.map(String).join()).not.toContain('wrong-word');
    expect(said.length).toBeGreaterThan(3);
  });

  test('reveals nothing in errors of what was to be recorded', async () => {
    await using redis = await RedisServer.start();
    await using replica = new Replica(redis.url);
    await withClient(redis.url, (client) => client.set('isthmus:changes:1:log', 'no hash'));
    const error: unknown = await replica.log.append(recording(['secret'])).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogUnavailableError);
    expect(inspect(error, { depth: 9 })).toContain('WRONGTYPE');
    expect(inspect(error, { depth: 9 })).not.toContain('secret');
  });
});
