import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { openRedisTier, type RedisTier, type RedisTierOptions } from '../../datasources/cache/redis/tier.ts';
import type { TierLookup, SharedTier, TierWrite } from '../../datasources/cache/tier.ts';
import type { Logger } from '../../datasources/scope.ts';

/** A log that tells nobody. */
export const quiet: Logger = { debug: () => undefined, warn: () => undefined, error: () => undefined };

/** A time-out that a busy machine does not reach by itself. */
export const PATIENT_MS = 2_000;
/** Within this, what is to be quick is quick even on a busy machine. */
export const SOON_MS = 5_000;

/** Tiers, each as of another replica, that are closed together. */
export class Replicas implements AsyncDisposable {
  readonly #tiers: RedisTier[] = [];

  /** Opens one; it may not be ready yet. */
  open(redis: RedisTierOptions['redis'], options: Partial<RedisTierOptions> = {}): RedisTier {
    const tier = openRedisTier({ redis, log: quiet, timeoutMs: PATIENT_MS, ...options });
    this.#tiers.push(tier);
    return tier;
  }

  /** Opens one and waits until it is ready. */
  async ready(redis: RedisTierOptions['redis'], options: Partial<RedisTierOptions> = {}): Promise<RedisTier> {
    const tier = this.open(redis, options);
    await becomes(tier, 'ready');
    return tier;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#tiers.map((tier) => tier.close()));
  }
}

/** Waits until a tier is ready, away or behind. */
export async function becomes(tier: RedisTier, is: RedisTier['state']['is']): Promise<void> {
  const end = performance.now() + 15_000;
  while (tier.state.is !== is) {
    if (performance.now() > end) throw new Error(`expected the tier to become ${is}: ${tier.state.is}`);
    await pause(2);
  }
}

/** A question for a key that carries these tags. */
export function ask(key: string, ...tags: readonly string[]): TierLookup {
  return { key, tags };
}

/** A value for it, an hour's worth. */
export function value(one: TierLookup, text = `"${one.key}"`, more: Partial<TierWrite> = {}): TierWrite {
  return { ...one, text, ageMs: 0, softMs: 60_000, hardMs: 3_600_000, lastMs: 7_200_000, ...more };
}

/** Reads one value's text. */
export async function textOf(tier: RedisTier, one: TierLookup): Promise<string | null> {
  const { values } = await tier.read([one]);
  return values[0]?.text ?? null;
}

/** How many values of a tier carry this tag. */
export async function countOf(tier: SharedTier, tag: string): Promise<number> {
  const count = await tier.counting([tag]);
  return (await count()).values;
}

/** Fills a value as a reader does: asks first, then stores. */
export async function fill(tier: RedisTier, ...values: readonly TierWrite[]): Promise<void> {
  const { began } = await tier.read(values);
  await tier.store(values, began);
}

/** Works with a client of one's own on the same Redis. */
export async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** Milliseconds that this takes. */
export async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
