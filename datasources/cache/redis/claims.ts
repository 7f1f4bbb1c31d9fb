import { randomUUID } from 'node:crypto';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { Script } from '../../redis/script.ts';

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
   * all.
   */
  async claim(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const own = new Set<string>();
    for (const portion of portionsOf(keys)) {
      const got = await this.#link.ask((redis) =>
        CLAIM.run(redis, this.#keysOf(portion), [this.token, this.#leaseMs]),
      );
      portion.forEach((key, index) => {
        if (typeof got !== 'string' || got[index] === '1') own.add(key);
      });
    }
    return own;
  }

  /** Ends claims of this replica. If Redis does not answer, they expire. */
  async abandon(keys: readonly string[]): Promise<void> {
    for (const portion of portionsOf(keys)) {
      await this.#link.ask((redis) => ABANDON.run(redis, this.#keysOf(portion), [this.token]));
    }
  }

  #keysOf(keys: readonly string[]): string[] {
    return keys.map((key) => this.#names.claim(key));
  }
}

function* portionsOf(keys: readonly string[]): Iterable<readonly string[]> {
  for (let at = 0; at < keys.length; at += AT_ONCE) yield keys.slice(at, at + AT_ONCE);
}
