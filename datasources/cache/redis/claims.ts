import { randomUUID } from 'node:crypto';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { portions } from '../../redis/portions.ts';
import { Script } from '../../redis/script.ts';

/** The number of keys per script. */
const AT_ONCE = 1_000;

/** KEYS: claims. ARGV: token, milliseconds. Returns one digit per key: 1 if it was free. */
const CLAIM = new Script(`
local got = {}
for i, key in ipairs(KEYS) do
  got[i] = redis.call('SET', key, ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0
end
return table.concat(got)`);

/** KEYS: claims. ARGV: token. */
const ABANDON = new Script(`
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end`);

/** KEYS: claims. ARGV: token, milliseconds. */
const RENEW = new Script(`
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('PEXPIRE', key, ARGV[2]) end
end`);

/** How long claims last. */
export interface ClaimTimes {
  /** Milliseconds after which a claim that is not renewed expires. */
  readonly leaseMs: number;
  /** Milliseconds for which a claim is renewed. */
  readonly longestMs: number;
}

/**
 * The claims of this replica on keys that it fills, so that other replicas wait for it. They are renewed until they end, as a fill may make
 * several calls; those of a replica that died expire.
 */
export class Claims {
  /** Identifies this replica's claims. */
  readonly token = randomUUID();
  readonly #link: Link;
  readonly #names: Names;
  readonly #times: ClaimTimes;
  /** When the keys that are being filled are renewed no longer, by `performance`. */
  readonly #filling = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(link: Link, names: Names, times: ClaimTimes) {
    this.#link = link;
    this.#names = names;
    this.#times = times;
  }

  /**
   * Claims keys and resolves with those that were free; with all of them if Redis does not answer, as fetching twice is better than not at
   * all. All commands are sent at once, so that Redis runs what is sent next after the last of them.
   */
  async claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const own = await Promise.all(portions(keys, AT_ONCE).map((portion) => this.#claimPortion(portion)));
    const claimed = new Set(own.flat());
    const endsAt = performance.now() + this.#times.longestMs;
    for (const key of claimed) this.#filling.set(key, endsAt);
    if (claimed.size > 0)
      this.#timer ??= setInterval(() => void this.#renew(), this.#times.leaseMs / 2).unref();
    return claimed;
  }

  /** Says that these keys are filled: their claims are renewed no longer. */
  end(keys: readonly string[]): void {
    for (const key of keys) this.#filling.delete(key);
  }

  /** Ends claims of this replica. If Redis does not answer, they expire. */
  async abandon(keys: readonly string[]): Promise<void> {
    this.end(keys);
    for (const portion of portions(keys, AT_ONCE)) {
      await this.#link.ask((redis) => ABANDON.run(redis, this.#keysOf(portion), [this.token]));
    }
  }

  /** Renews nothing any more. */
  close(): void {
    this.#filling.clear();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #renew(): Promise<void> {
    const now = performance.now();
    for (const [key, endsAt] of this.#filling) if (now >= endsAt) this.#filling.delete(key);
    if (this.#filling.size === 0) {
      this.close();
      return;
    }
    for (const portion of portions([...this.#filling.keys()], AT_ONCE)) {
      await this.#link.ask((redis) =>
        RENEW.run(redis, this.#keysOf(portion), [this.token, this.#times.leaseMs]),
      );
    }
  }

  async #claimPortion(keys: readonly string[]): Promise<readonly string[]> {
    const got = await this.#link.ask((redis) =>
      CLAIM.run(redis, this.#keysOf(keys), [this.token, this.#times.leaseMs]),
    );
    return typeof got === 'string' ? keys.filter((_, index) => got[index] === '1') : keys;
  }

  #keysOf(keys: readonly string[]): string[] {
    return keys.map((key) => this.#names.claim(key));
  }
}
