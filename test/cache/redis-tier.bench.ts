/**
 * The cost of the shared tier: `node test/cache/redis-tier.bench.ts`. Milliseconds of wall time and of this process's CPU time for
 * reading and storing 300 values of 1 KB, each with three tags, with a Redis on this machine; medians over rounds.
 */
import { openRedisTier } from '../../datasources/cache/redis/tier.ts';
import type { TierWrite } from '../../datasources/cache/tier.ts';
import { RedisServer } from '../support/redis.ts';
import { waitForState, quiet } from '../support/redis-tier.ts';

const VALUES = 300;
const ROUNDS = 15;
const TIMES = 40;

const text = JSON.stringify({ name: 'x'.repeat(1_013) });
const values: readonly TierWrite[] = Array.from({ length: VALUES }, (_, index) => ({
  key: `customer:${29_000 + index}`,
  tags: [`Customer:${29_000 + index}`, `Customer:${29_000 + index}/orders`, '@crm'],
  text,
  ageMs: 0,
  softMs: 60_000,
  hardMs: 3_600_000,
  lastMs: 3_600_000,
}));

await using redis = await RedisServer.start();
const tier = openRedisTier({ redis: redis.url, log: quiet, timeoutMs: 2_000 });
await waitForState(tier, 'ready');
const { began } = await tier.read([]);
await tier.store(values, began);

await measure(`read ${VALUES}`, async () => {
  const { values: found } = await tier.read(values);
  if (!found.every((one) => one?.text === text)) throw new Error('not all was found');
});
await measure(`read 1`, () => tier.read(values.slice(0, 1)));
await measure(`store ${VALUES}`, () => tier.store(values, began));
await measure(`store 1`, () => tier.store(values.slice(0, 1), began));
await measure(`claim and abandon ${VALUES}`, async () => {
  const keys = values.map(({ key }) => key);
  await tier.claim(keys);
  await tier.abandon(keys);
});
await measure(`evict 3 tags`, () => tier.evict(['Order', 'Order:1', 'Customer:1/orders']));
const many = Array.from({ length: 1_000 }, (_, index) => `Customer:${index}`);
await measure(`evict 1,000 tags`, () => tier.evict(many));
await tier.close();

async function measure(what: string, work: () => Promise<unknown>): Promise<void> {
  const rounds: { readonly wall: number; readonly cpu: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    for (let time = 0; time < TIMES; time += 1) await work();
    const wall = (performance.now() - start) / TIMES;
    const { user, system } = process.cpuUsage(cpu);
    rounds.push({ wall, cpu: (user + system) / 1_000 / TIMES });
  }
  const median = (of: 'wall' | 'cpu') =>
    rounds.map((round) => round[of]).sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
  console.log(`${what.padEnd(24)} ${median('wall').toFixed(3)} ms, CPU ${median('cpu').toFixed(3)} ms`);
}
