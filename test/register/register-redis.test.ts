import { afterAll, beforeAll } from 'vitest';
import { redisBacking } from '../support/register/backing.ts';
import { RedisServer } from '../support/redis.ts';
import { suiteOfRegisters } from './register-suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

suiteOfRegisters(() => redisBacking(redis.url));
