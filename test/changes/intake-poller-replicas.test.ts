import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IntakeParts } from '../../changes/intake/intake.ts';
import {
  numbers,
  openIntakeServer,
  SECRET,
  upTo,
  type IntakeServer,
} from '../support/changes/intake-server.ts';
import { newName, redisLogAt } from '../support/changes/logs.ts';
import { FakeUpstream } from '../support/changes/fake-upstream.ts';
import { RedisServer } from '../support/redis.ts';
import { until } from '../support/until.ts';

const addressOf = () => 'http://127.0.0.1:9';

let system: FakeUpstream;

beforeEach(async () => {
  system = await FakeUpstream.start();
});
afterEach(() => system[Symbol.asyncDispose]());

const change = (count: number) => Array.from({ length: count }, () => system.change('a').number);

describe('replicas that share one Redis', () => {
  let redis: RedisServer;
  let opened: AsyncDisposableStack;

  beforeEach(async () => {
    redis = await RedisServer.start();
    opened = new AsyncDisposableStack();
    return async () => {
      await opened.disposeAsync();
      await redis[Symbol.asyncDispose]();
    };
  });

  const replica = async (name = 'test', options: Partial<IntakeParts> = {}): Promise<IntakeServer> => {
    const log = redisLogAt(redis.url, name, 500);
    opened.defer(() => log.close());
    return opened.use(await openIntakeServer(system.source, { log, ...options }));
  };

  test('one polls until it is closed, and then another takes over at once', async () => {
    const [one, other] = [await replica(), await replica()];
    await one.intake.start(addressOf);
    await other.intake.start(addressOf);
    await pause(500);
    expect(one.intake.stats['upstream']?.pages).toBeGreaterThan(2);
    expect(other.intake.stats['upstream']?.pages).toBe(0);
    change(3);
    await until(async () => expect(await numbers(other)).toEqual(upTo(3)));
    await one.intake.close();
    const before = system.requests.feed;
    change(3);
    await until(async () => expect(await numbers(other)).toEqual(upTo(6)), 2);
    expect(system.requests.feed).toBeGreaterThan(before);
    expect(other.intake.stats['upstream']?.pages).toBeGreaterThan(0);
  });

  test('one that falls silent loses the lease', async () => {
    const name = newName();
    const lost = redisLogAt(redis.url, name);
    opened.defer(() => lost.close());
    expect(await lost.lease('upstream', 700)).not.toBeNull();
    const step = { source: 'upstream', from: null, to: '0', token: null };
    await lost.append({ changes: [], step, name: null });
    const server = await replica(name);
    await server.intake.start(addressOf);
    change(2);
    expect(server.intake.stats['upstream']?.pages).toBe(0);
    await until(async () => expect(await numbers(server)).toEqual([1, 2]));
  });

  test('one whose page takes longer than the lease lasts keeps it, and no other can take it', async () => {
    const server = await replica('long');
    const gate = Promise.withResolvers<number>();
    await server.intake.start(addressOf);
    const before = system.requests.feed;
    system.disturb = () => gate.promise;
    change(3);
    await until(async () => expect(system.requests.feed).toBeGreaterThan(before));
    const other = redisLogAt(redis.url, 'long');
    opened.defer(() => other.close());
    // The lease lasts 5 s.
    for (let second = 0; second < 7; second += 1) {
      await pause(1_000);
      expect(await other.lease('upstream', 5_000)).toBeNull();
    }
    system.disturb = () => 200;
    gate.resolve(200);
    await until(async () => expect(await numbers(server)).toEqual([1, 2, 3]));
  });

  test('one that loses the lease while it reads a page records nothing of that page', async () => {
    const server = await replica('slow');
    await server.intake.start(addressOf);
    const gate = Promise.withResolvers<number>();
    const before = system.requests.feed;
    system.disturb = () => gate.promise;
    change(3);
    await until(async () => expect(system.requests.feed).toBeGreaterThan(before));
    const lease = server.log.lease.bind(server.log);
    server.log.lease = () => Promise.reject(new Error('cut off'));
    // The first answer is held back until another replica has had the lease.
    const other = redisLogAt(redis.url, 'slow');
    opened.defer(() => other.close());
    await until(async () => expect(await other.lease('upstream', 300)).not.toBeNull());
    system.disturb = () => 200;
    server.log.lease = lease;
    gate.resolve(200);
    await pause(100);
    expect(await numbers(server)).toEqual([]);
    expect(await other.positionOf('upstream')).toBe('0');
    await until(async () => expect(await numbers(server)).toEqual([1, 2, 3]));
  });

  test('one keeps the lease while webhooks have its feed read without a pause', async () => {
    const [one, other] = [await replica('busy'), await replica('busy')];
    await one.intake.start(addressOf);
    await other.intake.start(addressOf);
    // No reading may take so long that the lease is renewed meanwhile.
    system.pageSize = 1_000;
    system.disturb = async (kind) => (kind === 'feed' ? pause(50, 200) : 200);
    // The lease lasts 5 s.
    const end = performance.now() + 7_000;
    const send = async () => {
      while (performance.now() < end) {
        system.change('a');
        // The first of the two is not sent, so that the feed must be read.
        expect((await one.send(system.event(system.change('a')))).status).toBe(200);
        // Spread out, so that one of them always waits for the next reading.
        await pause(100 * Math.random());
      }
    };
    await Promise.all(Array.from({ length: 20 }, send));
    expect(other.intake.stats['upstream']?.pages).toBe(0);
  });

  test('one that has lost the lease leaves the registration of its successor alone when it closes', async () => {
    const calls: string[] = [];
    const registry = {
      put: async (_: string, { url }: { readonly url: string }) => void calls.push(`put ${url}`),
      remove: async () => void calls.push('remove'),
    };
    const sources = [
      { system: 'upstream', source: system.source, entities: ['Thing'], secrets: [SECRET], registry },
    ];
    const [one, other] = [await replica('moved', { sources }), await replica('moved', { sources })];
    await one.intake.start(() => 'one');
    await other.intake.start(() => 'other');
    one.log.lease = () => Promise.reject(new Error('cut off'));
    await until(async () => expect(calls).toEqual(['put one', 'put other']));
    await one.intake.close();
    expect(calls).toEqual(['put one', 'put other']);
    await other.intake.close();
    expect(calls).toEqual(['put one', 'put other', 'remove']);
  });

  test('nothing that happens after Redis stops is lost when it comes back empty', async () => {
    const [one, other] = [await replica(), await replica()];
    await one.intake.start(addressOf);
    await other.intake.start(addressOf);
    change(4);
    await until(async () => expect(await numbers(one)).toEqual(upTo(4)));
    // By now both have seen its position.
    await pause(200);
    await redis.stop();
    const row = system.change('a');
    expect((await one.send(system.event(row), { id: 'fifth' })).status).toBe(503);
    await one.recorder.wrote([{ ...row.change, system: 'upstream' }]);
    // The log also gives up an abandoned request, 2 s after it was made.
    await pause(2_500);
    await redis.run();
    change(1);
    await until(async () => expect(await numbers(one)).toEqual([5, 6]));
    expect((await other.send(system.event(row), { id: 'fifth' })).status).toBe(200);
    expect(await numbers(other)).toEqual([5, 6]);
    for (const { intake } of [one, other]) expect(intake.stats['upstream']?.missed).toBe(0);
  });

  test('a webhook that is the first thing an emptied Redis records does not skip earlier changes', async () => {
    // It polls once and not again, so that the webhook comes first.
    const server = await replica('wiped', { pollMs: 3_600_000 });
    await server.intake.start(addressOf);
    change(4);
    server.intake.kick('upstream');
    await until(async () => expect(await numbers(server)).toEqual(upTo(4)));
    await redis.stop();
    await redis.run();
    const [, last] = [system.change('a'), system.change('b')];
    await until(async () => expect((await server.send(system.event(last))).status).toBe(200));
    expect(await numbers(server)).toEqual([5, 6]);
  });
});
