import type { Logger } from '../../logger.ts';
import type {
  Followed,
  TierCount,
  TierLookup,
  TierMoment,
  SharedTier,
  StoredValue,
  TierWrite,
  Tag,
  TierState,
} from '../tier.ts';
import { Claims } from './claims.ts';
import { openConnection, type RedisAt } from '../../redis/connection.ts';
import { countingOf } from './counter.ts';
import { partsOf } from './pending-evictions.ts';
import { Follower } from './follower.ts';
import { Link } from './link.ts';
import { Names } from './names.ts';
import { readRound } from './reader.ts';
import { recordEviction } from './record.ts';
import { storeAll } from './writer.ts';

/** Options of a tier. */
export interface RedisTierOptions {
  /** Redis 6.2 or newer, as a URL or a factory for its client; a single server, without cluster or failover. */
  readonly redis: RedisAt;
  readonly log: Logger;
  /** Milliseconds that one command may take; 50 by default. */
  readonly timeoutMs?: number;
  /** Milliseconds after which the claim of a silent replica expires; 2,000 by default. */
  readonly leaseMs?: number;
  /** Milliseconds for which a replica renews a claim, and waits for that of another; 10,000 by default. */
  readonly longestMs?: number;
  /** The prefix of all keys; `isthmus:` by default. */
  readonly prefix?: string;
}

/** Opens the tier. It is unavailable until Redis answers, and is never waited for. */
export function openRedisTier(options: RedisTierOptions): RedisTier {
  return new RedisTier(options);
}

/**
 * The tier shared between replicas, in Redis (docs/decisions/0012-shared-cache-in-redis.md). Evictions are recorded, not carried out: each
 * gets a version from one clock in Redis, and a value is valid only if no tag of it has a newer version than the moment at which its fill
 * began. So an eviction costs as much as it has tags, and invalidates fills in progress, too.
 *
 * Known limits: a replica that dies while Redis is unavailable loses the evictions that it could not report. Once Redis is back, others may
 * then read such a value up to its hard age, unless the change log told them of the same changes. And a Redis that fails over to a replica
 * of its own may lose its last evictions: only a restart of the same server is detected.
 */
export class RedisTier implements SharedTier {
  readonly #names: Names;
  readonly #link: Link;
  readonly #claims: Claims;
  readonly #follower: Follower;
  readonly #sums = { reads: 0, hits: 0, readMs: 0, stored: 0, refused: 0 };

  constructor(options: RedisTierOptions) {
    const { redis, log, timeoutMs = 50, leaseMs = 2_000, longestMs = 10_000, prefix = 'isthmus:' } = options;
    this.#names = new Names(prefix);
    this.#link = new Link(
      openConnection(redis, timeoutMs, log, 'the shared cache'),
      this.#names,
      timeoutMs,
      log,
    );
    this.#claims = new Claims(this.#link, this.#names, { leaseMs, longestMs });
    this.#follower = new Follower((asked) => readRound(this.#link, this.#names, asked, true), longestMs);
  }

  async read(
    asked: readonly TierLookup[],
    how?: 'again',
  ): Promise<{ readonly began: TierMoment; readonly values: readonly (StoredValue | null)[] }> {
    const round =
      how === 'again' ? await readRound(this.#link, this.#names, asked) : await this.#countedRound(asked);
    return round ?? { began: null, values: asked.map(() => null) };
  }

  async store(values: readonly TierWrite[], began: TierMoment): Promise<void> {
    const keys = values.map(({ key }) => key);
    this.#claims.end(keys);
    const missed: string[] = [];
    if (began === null) missed.push(...keys);
    else {
      const how = { began, token: this.#claims.token, missed };
      const { stored, refused } = await storeAll(this.#link, this.#names, values, how);
      this.#sums.stored += stored;
      this.#sums.refused += refused;
    }
    await this.#claims.abandon(missed);
  }

  /**
   * Takes at most two timeouts per thousand tags until Redis knows of the eviction; if it does not by then, or is unavailable, the eviction
   * is owed.
   */
  async evict(tags: readonly Tag[]): Promise<void> {
    for (const part of partsOf(tags)) {
      const isDone = await this.#link.ask(async (redis, record) => {
        const isRecorded = await recordEviction(redis, this.#names, record, part);
        if (!isRecorded) this.#link.lose(record);
        return isRecorded;
      });
      if (!isDone) {
        this.#link.owe(tags);
        await this.#link.paid();
        return;
      }
    }
  }

  async claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#claims.claim(keys);
  }

  async abandon(keys: readonly string[]): Promise<void> {
    await this.#claims.abandon(keys);
  }

  async follow(
    asked: readonly TierLookup[],
    signal: AbortSignal,
    began: number | null = null,
  ): Promise<Followed> {
    if (!this.#link.record) return asked.map(() => null);
    return this.#follower.follow(asked, signal, began);
  }

  async counting(tags: readonly Tag[]): Promise<() => Promise<TierCount>> {
    return countingOf(this.#link, this.#names, tags);
  }

  get state(): TierState {
    const { pending, failures, record } = this.#link;
    const is = !pending.isEmpty ? 'behind' : record ? 'ready' : 'away';
    return { is, failures, owed: pending.count, ...this.#sums };
  }

  /** Ends all waiting calls and closes the connection after pending commands. Owed evictions are lost. */
  async close(): Promise<void> {
    this.#follower.close();
    this.#claims.close();
    await this.#link.close();
  }

  async #countedRound(asked: readonly TierLookup[]): ReturnType<typeof readRound> {
    this.#sums.reads += asked.length;
    const began = performance.now();
    const round = await readRound(this.#link, this.#names, asked);
    this.#sums.readMs += performance.now() - began;
    for (const value of round?.values ?? []) if (value) this.#sums.hits += 1;
    return round;
  }
}
