import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openRedisTier, type RedisTier, type RedisTierOptions } from '../../datasources/cache/redis/tier.ts';
import type { TierLookup, SharedTier, TierWrite } from '../../datasources/cache/tier.ts';
import type { Logger } from '../../datasources/logger.ts';

/** A logger that discards everything. */
export const quiet: Logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A time-out that is long enough on a busy machine. */
export const PATIENT_MS = 2_000;
/** A limit for quick operations that holds on a busy machine too. */
export const SOON_MS = 5_000;

/** Tiers, one per replica, that are closed together. */
export class Replicas implements AsyncDisposable {
  readonly #tiers: RedisTier[] = [];

  /** Opens a tier, which may not be ready yet. */
  open(redis: RedisTierOptions['redis'], options: Partial<RedisTierOptions> = {}): RedisTier {
    const tier = openRedisTier({ redis, log: quiet, timeoutMs: PATIENT_MS, ...options });
    this.#tiers.push(tier);
    return tier;
  }

  /** Opens a tier and waits until it is ready. */
  async ready(redis: RedisTierOptions['redis'], options: Partial<RedisTierOptions> = {}): Promise<RedisTier> {
    const tier = this.open(redis, options);
    await waitForState(tier, 'ready');
    return tier;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#tiers.map((tier) => tier.close()));
  }
}

/** Waits until a tier is in a state: ready, away or behind. */
export async function waitForState(tier: RedisTier, is: RedisTier['state']['is']): Promise<void> {
  const end = performance.now() + 15_000;
  while (tier.state.is !== is) {
    if (performance.now() > end) throw new Error(`expected the tier to become ${is}: ${tier.state.is}`);
    await pause(2);
  }
}

/** A lookup of a key with these tags. */
export function lookup(key: string, ...tags: readonly string[]): TierLookup {
  return { key, tags };
}

/** A value to store for a lookup. It expires after an hour. */
export function value(one: TierLookup, text = `"${one.key}"`, more: Partial<TierWrite> = {}): TierWrite {
  return { ...one, text, ageMs: 0, softMs: 60_000, hardMs: 3_600_000, lastMs: 7_200_000, ...more };
}

/** The text of a value; null if there is none. */
export async function textOf(tier: RedisTier, one: TierLookup): Promise<string | null> {
  const { values } = await tier.read([one]);
  return values[0]?.text ?? null;
}

/** The number of values with this tag. */
export async function countOf(tier: SharedTier, tag: string): Promise<number> {
  const count = await tier.counting([tag]);
  return (await count()).values;
}

/** Looks values up, then stores them, as a reader does. */
export async function fill(tier: RedisTier, ...values: readonly TierWrite[]): Promise<void> {
  const { began } = await tier.read(values);
  await tier.store(values, began);
}

/** Runs `work` with a separate client of a Redis. */
export async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** The duration of `work`, in milliseconds. */
export async function durationOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
