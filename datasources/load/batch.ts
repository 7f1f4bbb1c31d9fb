import { toError } from '../thrown.ts';

/** Keys that are read together, and their results. */
export class Batch<Key, T> {
  readonly keys: Key[] = [];
  /** Resolves when all results have arrived; never rejects. */
  readonly landed: Promise<unknown>;
  isLanded = false;
  /** Results of keys that the request does not hold as known: those that failed, were forgotten, or have arrived another way since. */
  readonly others = new Map<Key, T | Error>();

  /** `begin` starts collecting keys. */
  constructor(begin: (batch: Batch<Key, T>) => Promise<unknown>) {
    this.landed = begin(this);
  }

  /** Fails all keys with the same error. */
  fail(error: unknown): void {
    const fault = toError(error);
    for (const key of this.keys) this.others.set(key, fault);
  }
}
