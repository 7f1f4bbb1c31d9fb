import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryBudgetStore, type BudgetStore } from '../../server/rate/store.ts';
import { RedisBudgetStore } from '../../server/rate/redis.ts';
import { RedisServer } from '../support/redis.ts';

const SETTINGS = { cost: 100, seconds: 3_600 };

let server: RedisServer;
let redis: Redis;
beforeAll(async () => {
  server = await RedisServer.start();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server[Symbol.asyncDispose]();
});

describe.each<[string, () => BudgetStore]>([
  ['in memory', () => new MemoryBudgetStore(SETTINGS)],
  ['in Redis', () => new RedisBudgetStore(redis, SETTINGS)],
])('%s', (where, open) => {
  let account = 0;
  const newAccount = () => `${where} ${(account += 1)}`;

  test('a cost within the balance is taken, and a higher one leaves the balance as it was', async () => {
    const [store, name] = [open(), newAccount()];
    expect(await store.take(name, 70)).toMatchObject({ isEnough: true, balance: { left: 30 } });
    expect(await store.take(name, 31)).toMatchObject({ isEnough: false, balance: { left: 30 } });
    expect(await store.take(name, 30)).toMatchObject({ isEnough: true, balance: { left: 0 } });
    const { isEnough, balance } = await store.take(name, 1);
    expect([isEnough, balance.left]).toEqual([false, 0]);
    expect(balance.resetMs).toBeGreaterThan(3_500_000);
    expect(balance.resetMs).toBeLessThanOrEqual(3_600_000);
  });

  test('a refused cost does not affect others taken at the same time', async () => {
    const store = open();
    for (let round = 0; round < 20; round += 1) {
      const name = newAccount();
      await store.take(name, 30);
      const taken = await Promise.all([90, 30, 80, 40].map((cost) => store.take(name, cost)));
      expect(taken.map(({ isEnough }) => isEnough)).toEqual([false, true, false, true]);
    }
  });

  test('a refund can be spent again, but never raises the balance above the budget', async () => {
    const [store, name] = [open(), newAccount()];
    await store.take(name, 100);
    await store.giveBack(name, 40);
    expect(await store.take(name, 40)).toMatchObject({ isEnough: true, balance: { left: 0 } });
    await store.giveBack(name, 1_000);
    expect(await store.take(name, 101)).toMatchObject({ isEnough: false });
    expect(await store.take(name, 100)).toMatchObject({ isEnough: true });
    await store.giveBack(newAccount(), 10);
    expect(await store.take(newAccount(), 101)).toMatchObject({ isEnough: false });
  });
});

test('in memory, the budget is restored at the end of its window, and not before', () => {
  let now = 0;
  const store = new MemoryBudgetStore(SETTINGS, () => now);
  store.take('one', 60);
  now = 3_599_999;
  expect(store.take('one', 60)).toMatchObject({ isEnough: false, balance: { resetMs: 1 } });
  now = 3_600_000;
  expect(store.take('one', 60)).toMatchObject({ isEnough: true, balance: { left: 40, resetMs: 3_600_000 } });
});

test('in Redis, spending does not extend the window', async () => {
  const store = new RedisBudgetStore(redis, SETTINGS);
  await store.take('ending', 10);
  await redis.pexpire('isthmus:rate:ending', 60_000);
  expect((await store.take('ending', 10)).balance.resetMs).toBeLessThanOrEqual(60_000);
  await store.giveBack('ending', 5);
  expect(await redis.pttl('isthmus:rate:ending')).toBeLessThanOrEqual(60_000);
});
