import { afterAll, beforeAll } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { redisBacking } from '../support/webhooks/backing.ts';
import { suiteOfBeginnings } from './beginning-suite.ts';
import { suiteOfDeliveries } from './delivery-suite.ts';
import { suiteOfSharing } from './sharing-suite.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

suiteOfDeliveries((reaching) => redisBacking(redis.url, reaching));
suiteOfSharing((reaching) => redisBacking(redis.url, reaching));
suiteOfBeginnings(() => redisBacking(redis.url));
