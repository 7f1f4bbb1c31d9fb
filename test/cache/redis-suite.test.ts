import { afterAll, beforeAll } from 'vitest';
import { waitForState, Replicas } from '../support/redis-tier.ts';
import { RedisServer } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { tierSuite } from '../support/tier-suite.ts';
import { Redis } from 'ioredis';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

tierSuite('the tier in Redis', async () => {
  const stack = new AsyncDisposableStack();
  const proxy = stack.use(await TcpProxy.start(redis.port));
  const replicas = stack.use(new Replicas());
  const client = new Redis(redis.url);
  stack.defer(() => client.disconnect());
  await client.flushall();
  // Short, as `leave` makes every command wait.
  const timeoutMs = 300;
  const one = await replicas.ready(`redis://127.0.0.1:${proxy.port}`, { timeoutMs });
  const other = await replicas.ready(redis.url);
  return {
    one,
    other,
    leave: async () => {
      proxy.hold();
      proxy.cut();
      await waitForState(one, 'away');
    },
    comeBack: async () => {
      proxy.release();
      proxy.cut();
      await waitForState(one, 'ready');
    },
    lose: async () => {
      await client.flushall();
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
});
