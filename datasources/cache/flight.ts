import { unlessAborted } from '../rest/abort.ts';
import type { Found } from './fill.ts';
import { toError } from '../thrown.ts';

/** What became of each key of a flight. */
export type Landed<Key extends string, T> = ReadonlyMap<Key, Found<T> | Error>;

/**
 * Keys that are being had for all who wait for them: however many requests want a key, it is asked for once. Keys are collected until
 * it starts. When the last who waits has gone, its calls are ended.
 */
export class Flight<Key extends string, Args, T> {
  readonly keys = new Set<Key>();
  readonly args: Args;
  /** The id of the request that began it. */
  readonly requestId: string;
  /** The place in the order of evictions at which it started; null while it collects. */
  began: number | null = null;
  readonly #controller = new AbortController();
  readonly #landed = Promise.withResolvers<Landed<Key, T>>();
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

  /** Lets it go on whoever waits. */
  keep(): void {
    this.#isKept = true;
  }

  /** It has come to its end. */
  land(results: Landed<Key, T>): void {
    this.#landed.resolve(results);
  }

  /** What became of its keys. Rejects with the signal's reason where that aborts first; with nothing else. */
  async wait(signal: AbortSignal): Promise<Landed<Key, T>> {
    this.#waiting += 1;
    try {
      return await unlessAborted(this.#landed.promise, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isKept && signal.aborted) this.#controller.abort(signal.reason);
    }
  }
}

/** The same error for each key. */
export function failed<Key extends string>(keys: readonly Key[], error: unknown): ReadonlyMap<Key, Error> {
  const fault = toError(error);
  return new Map(keys.map((key) => [key, fault]));
}
