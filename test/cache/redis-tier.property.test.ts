import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedisTier } from '../../datasources/cache/redis/tier.ts';
import type { TierLookup, TierMoment, Tag } from '../../datasources/cache/tier.ts';
import { RedisServer } from '../support/redis.ts';
import { lookup, waitForState, Replicas, value, withClient } from '../support/redis-tier.ts';

const RUNS = 400;
const STEPS = 40;

let redis: RedisServer;
let replicas: Replicas;
let tiers: readonly [RedisTier, RedisTier];
beforeAll(async () => {
  redis = await RedisServer.start();
  replicas = new Replicas();
  tiers = await Promise.all([replicas.ready(redis.url), replicas.ready(redis.url)]);
});
afterAll(async () => {
  await replicas[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
});

type Action =
  | { readonly does: 'begin' | 'read'; readonly by: 0 | 1; readonly keys: readonly number[] }
  | { readonly does: 'store'; readonly which: number }
  | { readonly does: 'evict'; readonly by: 0 | 1; readonly tags: readonly number[] }
  | { readonly does: 'flush' }
  | { readonly does: 'settle' };

const by = fc.constantFrom(0 as const, 1 as const);
const some = fc.subarray([0, 1, 2], { minLength: 1 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('begin' as const), by, keys: some }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('store' as const), which: fc.nat(100) }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('read' as const), by, keys: some }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('evict' as const), by, tags: some }) },
  { weight: 1, arbitrary: fc.constant({ does: 'flush' as const }) },
  { weight: 1, arbitrary: fc.constant({ does: 'settle' as const }) },
);
/** The actions of one step run concurrently. */
const steps = fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), {
  minLength: 5,
  maxLength: STEPS,
  size: 'max',
});

interface Fill {
  readonly tier: RedisTier;
  readonly asked: readonly TierLookup[];
  readonly began: TierMoment;
  /** When the system was read. The value is this number; it reflects every change evicted before then. */
  readonly tick: number;
}

/** One run: its own keys, and for each tier and tag, when the last completed eviction that the tier must know of began. */
class World {
  hits = 0;
  #tick = 0;
  readonly #fills: Fill[] = [];
  readonly #fell = new Map<RedisTier, Map<Tag, number>>(tiers.map((tier) => [tier, new Map()]));
  readonly #tags: readonly Tag[];
  readonly #asked: readonly TierLookup[];

  constructor(run: number) {
    const [a, b, all] = (this.#tags = [`A${run}`, `B${run}`, `@${run}`] as const);
    this.#asked = [lookup(`0/${run}`, a, all), lookup(`1/${run}`, b, all), lookup(`2/${run}`, a, b)];
  }

  async act(what: Action): Promise<void> {
    switch (what.does) {
      case 'begin':
        return this.#begin(tiers[what.by], what.keys);
      case 'read':
        return this.#read(tiers[what.by], what.keys);
      case 'evict':
        return this.#evict(tiers[what.by], what.tags);
      case 'store':
        return this.#store(what.which);
      case 'flush':
        await withClient(redis.url, (client) => client.flushall());
        return;
      case 'settle':
        await Promise.all(tiers.map((tier) => tier.read([])));
        await Promise.all(tiers.map((tier) => waitForState(tier, 'ready')));
    }
  }

  async #begin(tier: RedisTier, keys: readonly number[]): Promise<void> {
    const asked = this.#at(keys);
    const { began } = await tier.read(asked);
    this.#fills.push({ tier, asked, began, tick: (this.#tick += 1) });
  }

  async #store(which: number): Promise<void> {
    const [fill] = this.#fills.splice(which % Math.max(1, this.#fills.length), 1);
    if (!fill) return;
    await fill.tier.store(
      fill.asked.map((one) => value(one, String(fill.tick))),
      fill.began,
    );
  }

  async #evict(tier: RedisTier, which: readonly number[]): Promise<void> {
    const tags = which.flatMap((at) => this.#tags[at] ?? []);
    const begun = (this.#tick += 1);
    await tier.evict(tags);
    // An eviction that did not reach Redis in time is owed: then only the tier itself knows of it.
    const knowing = tier.state.is === 'behind' ? [tier] : tiers;
    for (const one of knowing) {
      const fell = this.#fell.get(one);
      for (const tag of tags) fell?.set(tag, Math.max(begun, fell.get(tag) ?? 0));
    }
  }

  async #read(tier: RedisTier, keys: readonly number[]): Promise<void> {
    const fell = new Map(this.#fell.get(tier));
    const asked = this.#at(keys);
    const { values } = await tier.read(asked);
    asked.forEach(({ tags }, index) => {
      const found = values[index];
      if (!found) return;
      this.hits += 1;
      const newest = Math.max(...tags.map((tag) => fell.get(tag) ?? 0));
      expect(Number(found.text)).toBeGreaterThan(newest);
    });
  }

  #at(keys: readonly number[]): readonly TierLookup[] {
    return keys.flatMap((at) => this.#asked[at] ?? []);
  }
}

test('no read returns a value from before the last completed eviction of one of its tags', async () => {
  let runs = 0;
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const world = new World((runs += 1));
      await world.act({ does: 'settle' });
      for (const step of all) await Promise.all(step.map((what) => world.act(what)));
      hits += world.hits;
    }),
    { numRuns: RUNS },
  );
  // A tier that never returns a value would pass everything above.
  expect(hits).toBeGreaterThan(RUNS);
}, 120_000);
