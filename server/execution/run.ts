import type { Context } from '../../resolvers/context.ts';
import type { Own, Records } from '../../resolvers/own.ts';
import { stepAside } from './aside.ts';
import type { FieldArgs } from './args.ts';
import type { Hole, Out } from './out.ts';
import type { CachePolicy, Hint } from './policy.ts';

/** What a run may take and keep. */
export interface RunOptions {
  /** Items of all lists of objects together. */
  readonly items: number;
  /** Whether records are shared between requests, so that what was written of one is worth keeping. Default false. */
  readonly keepTemplates?: boolean;
}

/** An answer. */
export interface Executed {
  /** JSON text of `data`, byte for byte what `JSON.stringify` makes of the plain way's. */
  readonly data: string;
  /** How long it may be kept, by all that it touched. */
  readonly policy: CachePolicy;
}

/** Sets of variables as graphql-js has coerced them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A hole that waits for its record. */
interface Waiting {
  readonly hole: Hole;
  readonly value: unknown;
  readonly out: Out;
}

/** One run of a plan: what its parts share, and what they wait for. */
export class Run {
  readonly context: Context;
  /** Whether templates are kept. */
  readonly keep: boolean;
  readonly #variables: Variables;
  readonly #signal: AbortSignal;
  readonly #args: unknown[] = [];
  readonly #records: Records[] = [];
  readonly #waitingFor = new Map<Promise<unknown>, Waiting[]>();
  readonly #maxItems: number;
  #items = 0;
  #maxAge = Infinity;
  #isPrivate = false;
  #waiting = 0;
  #isOver = false;
  #end: ((isDone: boolean) => void) | null = null;

  constructor(context: Context, variables: Variables, { items }: RunOptions, keep: boolean) {
    this.context = context;
    this.keep = keep;
    this.#variables = variables;
    this.#signal = context.signal;
    this.#maxItems = items;
  }

  /** Whether all was written or given up; if not, a promise of that: true where it was written. */
  start(write: () => void): boolean | Promise<boolean> {
    if (!this.#attempt(write)) return false;
    if (this.#waiting === 0) return true;
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Writes a value when it is there. */
  wait<T>(value: PromiseLike<T>, use: (value: T, out: Out) => void, out: Out): void {
    this.#waiting += 1;
    value.then(
      (found) => {
        if (this.#isOver) return;
        const isDone = this.#attempt(() => use(found, out));
        this.#waiting -= 1;
        if (!isDone || this.#waiting === 0) this.#finish(isDone);
      },
      () => this.#finish(false),
    );
  }

  /** Fills a hole once a batch of records has come; all that wait for the same batch cost one promise. */
  when(batch: Promise<unknown>, hole: Hole, value: unknown, out: Out): void {
    const waiting = this.#waitingFor.get(batch);
    if (waiting !== undefined) {
      waiting.push({ hole, value, out });
      return;
    }
    const first = [{ hole, value, out }];
    this.#waitingFor.set(batch, first);
    this.wait(batch, () => this.#fillAll(batch, first), out);
  }

  #fillAll(batch: Promise<unknown>, waiting: readonly Waiting[]): void {
    this.#waitingFor.delete(batch);
    for (const { hole, value, out } of waiting) hole.fill(value, out);
  }

  /** The records of an entity, in this request; `index` is theirs in the plan. */
  records(index: number, own: Own): Records {
    return (this.#records[index] ??= own.records(this.context));
  }

  /** The arguments of a field, the same object for all its parents. */
  args(args: FieldArgs): object {
    if (args.kind === 'fixed') return args.values;
    const known = this.#args[args.index] as object | undefined;
    if (known !== undefined) return known;
    const values = args.read(this.#variables);
    this.#args[args.index] = values;
    return values;
  }

  /** Counts items of lists; past the limit the run steps aside, and the plain way says what is the matter. */
  take(items: number): void {
    this.#items += items;
    if (this.#items > this.#maxItems) stepAside();
  }

  /** Remembers how long what is written may be kept. */
  touch({ maxAge, isPrivate }: Hint): void {
    if (maxAge < this.#maxAge) this.#maxAge = maxAge;
    if (isPrivate) this.#isPrivate = true;
  }

  /** How long all that was touched may be kept. */
  get policy(): CachePolicy {
    const maxAge = this.#maxAge === Infinity ? null : this.#maxAge;
    return { maxAge, scope: this.#isPrivate ? 'PRIVATE' : 'PUBLIC' };
  }

  /** Whether it went well. Whatever is thrown, the plain way will meet it again, and tell it. */
  #attempt(work: () => void): boolean {
    try {
      if (this.#signal.aborted) return false;
      work();
      return true;
    } catch {
      this.#isOver = true;
      return false;
    }
  }

  #finish(isDone: boolean): void {
    if (this.#isOver && isDone) return;
    this.#isOver = true;
    this.#end?.(isDone);
    this.#end = null;
  }
}
