import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { openRedisLog } from '../../changes/redis/log.ts';
import { RedisServer } from '../support/redis.ts';
import { quiet } from '../support/redis-tier.ts';
import { logSuite } from './log-suite.ts';
import { FAR } from '../support/changes/support.ts';

let redis: RedisServer;
let client: Redis;
beforeAll(async () => {
  redis = await RedisServer.start();
  client = new Redis(redis.url);
});
afterAll(async () => {
  client.disconnect();
  await redis[Symbol.asyncDispose]();
});

let logs = 0;

logSuite('a log in Redis', async (reach) => {
  const prefix = `${(logs += 1)}:`;
  const open = () =>
    openRedisLog({ redis: redis.url, log: quiet, prefix, timeoutMs: 10_000, ...FAR, ...reach });
  const [one, other] = [open(), open()];
  return {
    one,
    other,
    pass: (ms) => pause(ms),
    ageNames: async (ms) => {
      const names = `${prefix}changes:1:names`;
      for (const name of await client.zrange(names, '-inf', '+inf', 'BYSCORE'))
        await client.zincrby(names, -ms, name);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([one.close(), other.close()]);
    },
  };
});
