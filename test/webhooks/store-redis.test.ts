import { afterAll, beforeAll } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { redisBacking } from '../support/webhooks/backing.ts';
import { suiteOfLeases } from './lease-suite.ts';
import { suiteOfStores } from './store-suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

suiteOfStores(() => redisBacking(redis.url));
suiteOfLeases(() => redisBacking(redis.url));
