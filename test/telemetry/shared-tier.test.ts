import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cache } from '../../datasources/cache/cache.ts';
import { registerCacheMetrics } from '../../server/telemetry/metrics/caches.ts';
import { UNRECORDED } from '../support/recording.ts';
import { RedisServer } from '../support/redis.ts';
import { lookup, waitForState, fill, Replicas, textOf, value } from '../support/redis-tier.ts';

const ann = lookup('customer:42', 'Customer:42');

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start('--maxmemory-policy', 'noeviction');
});
afterAll(() => redis[Symbol.asyncDispose]());

/** The metrics of the shared tier as they are scraped. */
async function figures(registry: Registry): Promise<Readonly<Record<string, number>>> {
  const lines = (await registry.metrics()).matchAll(/^isthmus_shared_tier_(\w+) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', number]) => [name, Number(number)]));
}

test('the metrics show what Redis does, and that it hangs or is full', async () => {
  await using replicas = new Replicas();
  const tier = await replicas.ready(redis.url, { timeoutMs: 300 });
  const recorder = UNRECORDED;
  const cache = new Cache({ isOn: true, memoryBytes: 1_000, staleMs: 0, tier, clock: performance, recorder });
  const registry = new Registry();
  registerCacheMetrics(registry, cache, { hits: 0, sharedHits: 0 });
  const none = { up: 1, owed_evictions: 0, failures_total: 0, reads_total: 0, hits_total: 0 };
  expect(await figures(registry)).toEqual({ ...none, stored_total: 0, refused_total: 0 });

  await fill(tier, value(ann));
  expect(await textOf(tier, ann)).toBe(value(ann).text);
  const { began } = await tier.read([]);
  await tier.evict(['Customer:42']);
  await tier.store([value(ann)], began);
  expect(await figures(registry)).toMatchObject({
    reads_total: 2,
    hits_total: 1,
    stored_total: 1,
    refused_total: 1,
  });

  redis.pause();
  for (let times = 0; times < 3; times += 1) await textOf(tier, ann);
  await tier.evict(['Customer:42', 'Customer']);
  const hanging = await figures(registry);
  expect(hanging).toMatchObject({ up: 0, owed_evictions: 2 });
  expect(hanging['failures_total']).toBeGreaterThanOrEqual(3);
  redis.resume();
  await waitForState(tier, 'ready');
  expect(await figures(registry)).toMatchObject({ up: 1, owed_evictions: 0 });

  await redis.fill();
  const { failures_total: before = NaN } = await figures(registry);
  await fill(tier, value(ann));
  const full = await figures(registry);
  expect(full).toMatchObject({ up: 1, stored_total: 1 });
  expect(full['failures_total']).toBeGreaterThan(before);
});
