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

/** The claims of this replica on keys that it fills, so that other replicas wait for it. */
export class Claims {
  /** Identifies this replica's claims. */
  readonly token = randomUUID();
  readonly #link: Link;
  readonly #names: Names;
  readonly #leaseMs: number;

  constructor(link: Link, names: Names, leaseMs: number) {
    this.#link = link;
    this.#names = names;
    this.#leaseMs = leaseMs;
  }

  /**
   * Claims keys and resolves with those that were free; with all of them if Redis does not answer, as fetching twice is better than not at
   * all. All commands are sent at once, so that Redis runs what is sent next after the last of them.
   */
  async claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const own = await Promise.all(portions(keys, AT_ONCE).map((portion) => this.#claimPortion(portion)));
    return new Set(own.flat());
  }

  /** Ends claims of this replica. If Redis does not answer, they expire. */
  async abandon(keys: readonly string[]): Promise<void> {
    for (const portion of portions(keys, AT_ONCE)) {
      await this.#link.ask((redis) => ABANDON.run(redis, this.#keysOf(portion), [this.token]));
    }
  }

  async #claimPortion(keys: readonly string[]): Promise<readonly string[]> {
    const got = await this.#link.ask((redis) =>
      CLAIM.run(redis, this.#keysOf(keys), [this.token, this.#leaseMs]),
    );
    return typeof got === 'string' ? keys.filter((_, index) => got[index] === '1') : keys;
  }

  #keysOf(keys: readonly string[]): string[] {
    return keys.map((key) => this.#names.claim(key));
  }
}
