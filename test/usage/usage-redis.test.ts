import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRegisters } from '../../server/register/redis.ts';
import { redisUsage } from '../../server/usage/redis.ts';
import { RedisServer } from '../support/redis.ts';
import { QUIET } from '../support/webhooks/backing.ts';
import { suiteOfUsage } from './store-suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

const connect = (url = redis.url) => connectRegisters({ redis: url, log: QUIET });

suiteOfUsage(async () => {
  const connection = connect();
  const prefix = `${randomUUID()}:`;
  return {
    open: (bounds) => redisUsage(connection, bounds, prefix),
    end: () => connection.end(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
});

test('all keys expire when their days are over', async () => {
  const connection = connect();
  const usage = redisUsage(connection, { days: 2, operations: 10, clients: 10, pairs: 100 }, 'goes:');
  const hits = [{ operation: 'a', client: 'x', version: null, requests: 1, lastSeen: 1 }];
  await usage.add('2026-11-27', { hits, others: 1 });
  await usage.describe(new Map([['a', 'x']]));
  const client = new Redis(redis.url);
  const keys = await client.keys('goes:*');
  expect(keys).toHaveLength(5);
  for (const key of keys) {
    const seconds = await client.ttl(key);
    expect([key, seconds > 2 * 86_400, seconds <= 3 * 86_400]).toEqual([key, true, true]);
  }
  client.disconnect();
  await connection.close();
});

test('counts can be read from a Redis that is full', async () => {
  await using full = await RedisServer.start('--maxmemory-policy', 'noeviction');
  const connection = connect(full.url);
  const usage = redisUsage(connection, { days: 2, operations: 10, clients: 10, pairs: 100 });
  const hits = [{ operation: 'a', client: 'x', version: null, requests: 1, lastSeen: 1 }];
  await usage.add('2026-11-27', { hits, others: 0 });
  await full.fill();
  expect(await usage.read('2026-11-27')).toEqual({ hits, others: 0 });
  await connection.close();
});
