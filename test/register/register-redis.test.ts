import { afterAll, beforeAll, expect, test } from 'vitest';
import { redisBacking } from '../support/register/backing.ts';
import { RedisServer } from '../support/redis.ts';
import { suiteOfRegisters } from './register-suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

suiteOfRegisters(() => redisBacking(redis.url));

test('entries in a full Redis can be read, revoked and removed', async () => {
  await using full = await RedisServer.start('--maxmemory-policy', 'noeviction');
  await using backing = await redisBacking(full.url);
  const register = backing.open('keys');
  await register.add(new Map(Object.entries({ a: 'a key', b: 'another' })), 10);
  const before = await register.read();
  await full.fill();
  expect(await register.read()).toEqual(before);
  expect(await register.replace('a', 'a key', 'revoked')).toBe(true);
  expect(await register.remove(['b'])).toBe(1);
  const { version, entries } = await register.read();
  expect(entries).toEqual(new Map([['a', 'revoked']]));
  expect(version).not.toBe(before.version);
});
