import { afterAll, beforeAll, expect, test } from 'vitest';
import { RedisServer } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { redisBacking } from '../support/webhooks/backing.ts';
import { Bench, openOn } from '../support/webhooks/bench.ts';
import { changeOf } from '../support/webhooks/changes.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

test('a process cut off from Redis ends its calls before another takes over, and its late writes are fenced', async () => {
  await using proxy = await TcpProxy.start(redis.port);
  const prefix = 'cut-off:';
  await using bench = await Bench.open(await redisBacking(`redis://127.0.0.1:${proxy.port}`, {}, prefix), {
    pool: { leaseMs: 1_500, tickMs: 50 },
  });
  const { id } = await bench.endpoint();
  let isHanging = true;
  bench.receiver.reply = () => (isHanging ? new Promise(() => undefined) : { status: 200 });
  await bench.record(changeOf('7'), changeOf('7', { kind: 'DELETED' }));
  while (bench.receiver.running === 0) await new Promise((resolve) => setTimeout(resolve, 5));

  // It does not know that it is cut off; Redis just does not answer it.
  proxy.hold();
  isHanging = false;
  await using straight = await redisBacking(redis.url, {}, prefix);
  const other = openOn(straight, { pool: { leaseMs: 1_500, tickMs: 50 } });
  await bench.receiver.answered(2);
  expect(bench.receiver.mostRunning).toBe(1);
  expect(bench.receiver.requests).toBe(3);
  expect(bench.receiver.arrivals.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
    'order.updated',
    'order.deleted',
  ]);

  proxy.release();
  await bench.record(changeOf('7'));
  await bench.receiver.answered(3);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(bench.receiver.requests).toBe(4);
  expect(await other.counts(id)).toEqual({ pending: 0, delivered: 3, failed: 0 });
  await other.close();
});
