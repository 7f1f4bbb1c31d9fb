import { unlessAborted } from '../rest/abort.ts';
import type { Found } from './fill.ts';
import { toError } from '../thrown.ts';

/** What became of keys of a flight. */
export type Landed<Key extends string, T> = ReadonlyMap<Key, Found<T> | Error>;

/** Somebody who waits for so many keys. */
interface Waiter {
  left: number;
  readonly resolve: () => void;
}

/**
 * Keys that are being had for all who wait for them: however many requests want a key, it is asked for once. Keys are collected until
 * it starts, and land one by one or together; who waits for some is not held up by the others. When the last who waits has gone, its
 * calls are ended.
 */
export class Flight<Key extends string, Args, T> {
  readonly keys = new Set<Key>();
  readonly args: Args;
  /** The id of the request that began it. */
  readonly requestId: string;
  /** The place in the order of evictions at which it started; null while it collects. */
  began: number | null = null;
  readonly #controller = new AbortController();
  readonly #landed = new Map<Key, Found<T> | Error>();
  readonly #offered = new Map<Key, Found<T>>();
  readonly #waiters = new Map<Key, Waiter[]>();
  #waiting = 0;
  /** Whether it goes on though nobody waits, as a refresh in the background does. */
  #isKept = false;

  constructor(args: Args, requestId: string) {
    this.args = args;
    this.requestId = requestId;
  }

  /** Aborts when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The keys that have not landed. */
  get missing(): readonly Key[] {
    return [...this.keys].filter((key) => !this.#landed.has(key));
  }

  /** Whether all keys have landed. */
  get isOver(): boolean {
    return this.#landed.size === this.keys.size;
  }

  /** Lets it go on whoever waits. */
  keep(): void {
    this.#isKept = true;
  }

  /** These keys have come to their end. */
  land(results: Landed<Key, T>): void {
    for (const [key, result] of results) this.#landed.set(key, result);
    this.#tell(results.keys());
  }

  /** Gives what there is of a key, past its soft age, to who waits for it or comes later, and goes on to have a fresh one. */
  offer(key: Key, found: Found<T>): void {
    this.keep();
    this.#offered.set(key, found);
    this.#tell([key]);
  }

  /** What there is of a key until it lands; undefined where there is nothing. It may be past its hard age by now. */
  offered(key: Key): Found<T> | undefined {
    return this.#offered.get(key);
  }

  /** What became of these keys of it. Rejects with the signal's reason where that aborts first; with nothing else. */
  async wait(keys: readonly Key[], signal: AbortSignal): Promise<Landed<Key, T>> {
    this.#waiting += 1;
    try {
      await unlessAborted(this.#untilThere(keys), signal);
      return new Map(keys.map((key) => [key, this.#result(key)]));
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isKept && !this.isOver) this.#controller.abort(signal.reason);
    }
  }

  #untilThere(keys: readonly Key[]): Promise<void> {
    return new Promise((resolve) => {
      const left = keys.filter((key) => !this.#landed.has(key));
      const waiter = { left: left.length, resolve };
      if (left.length === 0) resolve();
      for (const key of left) {
        const waiters = this.#waiters.get(key);
        if (waiters) waiters.push(waiter);
        else this.#waiters.set(key, [waiter]);
      }
    });
  }

  #tell(keys: Iterable<Key>): void {
    for (const key of keys) {
      const waiters = this.#waiters.get(key) ?? [];
      this.#waiters.delete(key);
      for (const waiter of waiters) {
        waiter.left -= 1;
        if (waiter.left === 0) waiter.resolve();
      }
    }
  }

  #result(key: Key): Found<T> | Error {
    return this.#landed.get(key) ?? this.#offered.get(key) ?? new Error(`${key} was not read.`);
  }
}

/** The same error for each key. */
export function failed<Key extends string>(keys: readonly Key[], error: unknown): ReadonlyMap<Key, Error> {
  const fault = toError(error);
  return new Map(keys.map((key) => [key, fault]));
}
