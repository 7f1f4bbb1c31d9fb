import { percentile } from '../load/run.ts';
import type { Started } from '../targets/process.ts';
import { startRedis } from '../targets/redis.ts';
import { Changer } from './changer.ts';
import { Crowd } from './crowd.ts';
import { measureEviction } from './eviction.ts';
import { customersOf, HAPPENINGS } from './question.ts';
import { hearAll } from './scene.ts';
import { Tally } from './tally.ts';
import type { Start, Target } from './targets.ts';

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

/** How long a change takes to reach replicas that share a Redis. */
export interface Replicas {
  /** From appending it to the log until no replica serves from memory what it touched. */
  readonly evicted: Spread;
  /** From notifying one replica, by webhook, until subscribers of all replicas receive it. */
  readonly delivered: Spread;
}

const REPLICAS = 3;
const RATE = 100;
const CUSTOMERS = 50;

/** Starts three replicas that share a Redis, notifies one of them, and subscribes to all. Null if there is no redis-server. */
export async function measureReplicas(
  target: Target,
  start: Start,
  upstream: Started,
  seconds: number,
): Promise<Replicas | null> {
  await using opened = new AsyncDisposableStack();
  const redis = await startRedis();
  if (!redis) return null;
  opened.defer(() => redis.stop());
  const tally = new Tally();
  const replicas: Started[] = [];
  for (let n = 0; n < REPLICAS; n++) {
    const replica = await target.start({ ...start, env: { REDIS_URL: redis.url } });
    opened.defer(() => replica.stop());
    replicas.push(replica);
  }
  const crowds = await Promise.all(
    replicas.map(({ url }) => Crowd.open(url, [{ query: HAPPENINGS }], tally)),
  );
  for (const crowd of crowds) opened.use(crowd);
  const [first] = replicas;
  const parts = { upstream: upstream.url, server: first?.url ?? '', notify: target.notify, tally };
  const changer = opened.use(await Changer.open(parts));
  const customers = customersOf(CUSTOMERS);
  await hearAll({ tally, changer, customers, check: () => crowds.forEach((crowd) => crowd.check()) });
  await changer.run(customers, RATE, 1);
  tally.begin();
  await changer.run(customers, RATE, seconds);
  const { latencies } = tally.end();
  changer.check();
  const delivered = { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
  const count = Math.round(RATE * seconds);
  const moment = () => tally.momentOf(tally.next());
  const evicted = await measureEviction({ redis: redis.url, customers, rate: RATE, count, moment });
  return { evicted, delivered };
}
