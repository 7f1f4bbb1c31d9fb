import { unlessAborted } from '../rest/abort.ts';
import type { Found } from './fill.ts';
import { toError } from '../thrown.ts';

/** The results for keys of a flight. */
export type FlightResults<Key extends string, T> = ReadonlyMap<Key, Found<T> | Error>;

/** A waiting request, with the number of keys that have yet to arrive. */
interface Waiter {
  left: number;
  readonly resolve: () => void;
}

/**
 * Keys that are read once for all requests that want them. It collects keys until it starts. Keys land one by one or together, and a
 * request that waits for some of them is not held up by the others. When the last waiting request has left, the flight's calls are aborted.
 */
export class Flight<Key extends string, Args, T> {
  readonly keys = new Set<Key>();
  readonly args: Args;
  /** The id of the request that started it. */
  readonly requestId: string;
  /** The place in the order of evictions at which it started; null while it collects keys. */
  began: number | null = null;
  readonly #controller = new AbortController();
  readonly #landed = new Map<Key, Found<T> | Error>();
  readonly #offered = new Map<Key, Found<T>>();
  readonly #waiters = new Map<Key, Waiter[]>();
  #waiting = 0;
  /** Whether it continues when no request waits, as a background refresh does. */
  #isKept = false;

  constructor(args: Args, requestId: string) {
    this.args = args;
    this.requestId = requestId;
  }

  /** Aborts when no request waits any more. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The keys that have not landed yet. */
  get missing(): readonly Key[] {
    return [...this.keys].filter((key) => !this.#landed.has(key));
  }

  /** Whether all keys have landed. */
  get isOver(): boolean {
    return this.#landed.size === this.keys.size;
  }

  /** Lets it continue even if no request waits. */
  keep(): void {
    this.#isKept = true;
  }

  /** Settles these keys. */
  land(results: FlightResults<Key, T>): void {
    for (const [key, result] of results) this.#landed.set(key, result);
    this.#notify(results.keys());
  }

  /** Serves a value past its soft age to the requests that wait for it now or join later, and goes on to read a fresh one. */
  offer(key: Key, found: Found<T>): void {
    this.keep();
    this.#offered.set(key, found);
    this.#notify([key]);
  }

  /** The value offered for a key until it lands; undefined if there is none. It may be past its hard age by now. */
  offered(key: Key): Found<T> | undefined {
    return this.#offered.get(key);
  }

  /** Resolves with the results of these keys. Rejects only if the signal aborts first, with its reason. */
  async wait(keys: readonly Key[], signal: AbortSignal): Promise<FlightResults<Key, T>> {
    this.#waiting += 1;
    try {
      await unlessAborted(this.#untilSettled(keys), signal);
      return new Map(keys.map((key) => [key, this.#result(key)]));
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isKept && !this.isOver) this.#controller.abort(signal.reason);
    }
  }

  #untilSettled(keys: readonly Key[]): Promise<void> {
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

  #notify(keys: Iterable<Key>): void {
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

/** Returns the same error for each key. */
export function failed<Key extends string>(keys: readonly Key[], error: unknown): ReadonlyMap<Key, Error> {
  const fault = toError(error);
  return new Map(keys.map((key) => [key, fault]));
}
