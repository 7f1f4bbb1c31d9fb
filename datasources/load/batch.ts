import { toError } from '../thrown.ts';

/** Keys that are asked for together, and what became of them. */
export class Batch<Key, T> {
  readonly keys: Key[] = [];
  /** Resolves when all has come that will; never rejects. */
  readonly landed: Promise<unknown>;
  isLanded = false;
  /** What came of keys of which the request does not know it: of those that failed, were forgotten or have come another way since. */
  readonly others = new Map<Key, T | Error>();

  /** `begin` begins to collect. */
  constructor(begin: (batch: Batch<Key, T>) => Promise<unknown>) {
    this.landed = begin(this);
  }

  /** The same error for all keys. */
  fail(error: unknown): void {
    const fault = toError(error);
    for (const key of this.keys) this.others.set(key, fault);
  }
}
