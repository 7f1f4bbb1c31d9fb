import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CacheOptions } from '../../datasources/cache/cache.ts';
import { CacheWorld, FakeClock, type FakeCall } from '../support/cache-world.ts';
import { quiet } from '../support/coherence/gates.ts';
import { MemoryStore, MemoryTier } from '../support/memory-tier.ts';

/** How many runs to try; `COHERENCE_RUNS=500` tries more. Another `COHERENCE_SEED` tries other runs. */
const RUNS = Number(process.env['COHERENCE_RUNS'] ?? 25);
const SEED = Number(process.env['COHERENCE_SEED'] ?? 20_260_101);
const SOFT_MS = 10_000;
const HEADERS = { 'cache-control': 'max-age=10, stale-while-revalidate=10' };
/** Longer than a batch collects keys. */
const COLLECT_MS = 4;
const IDS = ['a', 'b', 'c'] as const;
const LATER_MS = [100, 2_000, 9_000, 11_000, 25_000] as const;

const KINDS = ['read', 'read', 'read', 'answer', 'answer', 'turn', 'turn', 'later'] as const;
type Step = readonly [kind: (typeof KINDS)[number], one: number, other: number];
const step: fc.Arbitrary<Step> = fc.tuple(fc.constantFrom(...KINDS), fc.nat(63), fc.nat(63));

/** A link that delivers messages in order, each after some turns of the event loop. */
function link(): () => Promise<void> {
  let last = Promise.resolve();
  let sent = 0;
  return () => {
    sent += 1;
    const turns = (sent * 7) % 4;
    last = last.then(async () => {
      for (let turn = 0; turn < turns; turn += 1) await quiet();
    });
    return last;
  };
}

/** Two replicas that share one tier, while nothing changes and nothing fails. */
class Undisturbed {
  readonly faults: string[] = [];
  calls = 0;
  readonly #clock = new FakeClock();
  readonly #worlds: readonly CacheWorld[];
  /** When each key was last requested from the system. */
  readonly #askedAt = new Map<string, number>();
  readonly #open = new Set<FakeCall>();
  readonly #seen = new Set<FakeCall>();
  readonly #reads: Promise<unknown>[] = [];

  constructor(options: Partial<CacheOptions>) {
    // However far the clock jumps, no claim expires.
    const store = new MemoryStore({ clock: this.#clock, claimMs: Infinity });
    this.#worlds = [0, 1].map(() => {
      return new CacheWorld(
        { ...options, tier: new MemoryTier(store, link()), staleMs: 10_000 },
        this.#clock,
      );
    });
    for (const { versions } of this.#worlds) for (const id of IDS) versions.set(id, 1);
  }

  async run(steps: readonly Step[]): Promise<readonly string[]> {
    for (const [kind, one, other] of steps) {
      if (kind === 'read') this.#reads.push(this.#at(this.#worlds, one).thing(this.#at(IDS, other)));
      if (kind === 'answer') this.#answer(one);
      if (kind === 'turn') for (let turn = one % 20; turn >= 0; turn -= 1) await this.#turn();
      if (kind === 'later') await this.#later(this.#at(LATER_MS, one));
    }
    const end = { isOver: false };
    void Promise.allSettled(this.#reads).then(() => (end.isOver = true));
    for (let turns = 0; turns < 20_000 && !(end.isOver && this.#open.size === 0); turns += 1) {
      this.#answer(0);
      await this.#turn();
    }
    if (!end.isOver) this.faults.push('A caller waits forever.');
    return this.faults;
  }

  /** Time does not pass while a message is in flight between a replica and the tier: a value that is fresh when sent is fresh on arrival. */
  async #later(ms: number): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await this.#turn();
    await pause(COLLECT_MS);
    for (let turn = 0; turn < 20; turn += 1) await this.#turn();
    this.#clock.ms += ms;
  }

  #answer(number: number): void {
    if (this.#open.size === 0) return;
    const call = this.#at([...this.#open], number);
    this.#open.delete(call);
    call.answer(HEADERS);
  }

  async #turn(): Promise<void> {
    await quiet();
    for (const { calls } of this.#worlds)
      for (const call of calls) if (!this.#seen.has(call)) this.#note(call);
  }

  #note(call: FakeCall): void {
    this.#seen.add(call);
    this.calls += 1;
    const now = this.#clock.ms;
    for (const key of call.keys) {
      const isOpen = [...this.#open].some(({ keys }) => keys.includes(key));
      const askedAt = this.#askedAt.get(key) ?? -Infinity;
      if (isOpen) this.faults.push(`${key} was asked for while it was being asked for`);
      if (now < askedAt + SOFT_MS) this.faults.push(`${key} was asked for again after ${now - askedAt} ms`);
      this.#askedAt.set(key, now);
    }
    this.#open.add(call);
  }

  #at<T>(all: readonly T[], number: number): T {
    const found = all[number % all.length];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }
}

const SETUPS: Readonly<Record<string, Partial<CacheOptions>>> = {
  'both tiers': { memoryBytes: 1_000_000 },
  'a small memory and the shared tier': { memoryBytes: 3_000 },
  'the shared tier alone': { memoryBytes: 0 },
};

describe('while nothing changes, all replicas together request each key once while it is fresh', () => {
  test.each(Object.entries(SETUPS))('with %s', { timeout: 3_600_000 }, async (_, options) => {
    let calls = 0;
    const isFrugal = fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
      const run = new Undisturbed(options);
      const faults = await run.run(steps);
      calls += run.calls;
      expect(faults).toEqual([]);
    });
    await fc.assert(isFrugal, { numRuns: RUNS, seed: SEED });
    expect(calls).toBeGreaterThan(RUNS);
  });
});
