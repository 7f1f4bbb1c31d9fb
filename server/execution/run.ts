import type { Context } from '../../resolvers/context.ts';
import type { RecordField, Records } from '../../resolvers/record-field.ts';
import type { Variables } from '../limits/lengths.ts';
import type { AnswerLimits } from '../limits/limits.ts';
import { fallBack } from './fallback.ts';
import type { FieldArgs } from './args.ts';
import type { TemplateSlot, JsonOutput } from './json-output.ts';
import type { CachePolicy, Hint } from './policy.ts';

/** Limits and options of a run. */
export interface RunOptions {
  /** The most items in all lists of objects together, and the most bytes of `data`. */
  readonly limits: AnswerLimits;
  /** Whether records are shared between requests, so that text made from one is worth keeping. Default false. */
  readonly keepTemplates?: boolean;
  /**
   * Whether what the caller may see is checked as by graphql-js, for a caller who may see only a part; a refusal falls back. Otherwise the
   * caller must be granted everything. Default false.
   */
  readonly isGuarded?: boolean;
}

/** An answer. */
export interface Executed {
  /** JSON text of `data`, byte for byte what `JSON.stringify` makes of the result of graphql-js. */
  readonly data: string;
  /** How long it may be cached, according to everything it touched. */
  readonly policy: CachePolicy;
}

/** A slot that waits for its record. */
interface Waiting {
  readonly slot: TemplateSlot;
  readonly value: unknown;
  readonly out: JsonOutput;
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
  readonly #limits: AnswerLimits;
  #items = 0;
  #chars = 0;
  #maxAge = Infinity;
  #isPrivate = false;
  #waiting = 0;
  #isOver = false;
  #end: ((isDone: boolean) => void) | null = null;

  constructor(context: Context, variables: Variables, { limits }: RunOptions, keep: boolean) {
    this.context = context;
    this.keep = keep;
    this.#variables = variables;
    this.#signal = context.signal;
    this.#limits = limits;
  }

  /** Whether everything was written, or else a promise of that; false if the run fell back. */
  start(write: () => void): boolean | Promise<boolean> {
    if (!this.#attempt(write)) return false;
    if (this.#waiting === 0) return true;
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Writes a value once its promise resolves. */
  wait<T>(value: PromiseLike<T>, use: (value: T, out: JsonOutput) => void, out: JsonOutput): void {
    this.#waiting += 1;
    value.then(
      (found) => {
        if (this.#isOver) return;
        const isDone = this.#attempt(() => {
          use(found, out);
          out.measure();
        });
        this.#waiting -= 1;
        if (!isDone || this.#waiting === 0) this.#finish(isDone);
      },
      () => this.#finish(false),
    );
  }

  /** Fills a slot once a batch of records has been loaded; all slots that wait for the same batch share one promise. */
  when(batch: Promise<unknown>, slot: TemplateSlot, value: unknown, out: JsonOutput): void {
    const waiting = this.#waitingFor.get(batch);
    if (waiting !== undefined) {
      waiting.push({ slot, value, out });
      return;
    }
    const first = [{ slot, value, out }];
    this.#waitingFor.set(batch, first);
    this.wait(batch, () => this.#fillAll(batch, first), out);
  }

  #fillAll(batch: Promise<unknown>, waiting: readonly Waiting[]): void {
    this.#waitingFor.delete(batch);
    for (const { slot, value, out } of waiting) {
      slot.fill(value, out);
      out.measure();
    }
  }

  /** The loader of an entity's records in this request; `index` is its number in the plan. */
  records(index: number, own: RecordField): Records {
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

  /** Counts list items. Past the limit the run falls back, and graphql-js reports the error. */
  take(items: number): void {
    this.#items += items;
    if (this.#items > this.#limits.items) fallBack();
  }

  /** Counts characters, each of which takes a byte at least. Past the limit the run falls back, before all of the text is there. */
  grow(chars: number): void {
    this.#chars += chars;
    if (this.#chars > this.#limits.answerBytes) fallBack();
  }

  /** Whether the complete text is within the limit. A UTF-16 code unit takes up to three bytes. */
  fits(text: string): boolean {
    const { answerBytes } = this.#limits;
    return text.length * 3 <= answerBytes || Buffer.byteLength(text) <= answerBytes;
  }

  /** Applies a cache hint to the answer. */
  touch({ maxAge, isPrivate }: Hint): void {
    if (maxAge < this.#maxAge) this.#maxAge = maxAge;
    if (isPrivate) this.#isPrivate = true;
  }

  /** How long the answer may be cached, according to everything touched. */
  get policy(): CachePolicy {
    const maxAge = this.#maxAge === Infinity ? null : this.#maxAge;
    return { maxAge, scope: this.#isPrivate ? 'PRIVATE' : 'PUBLIC' };
  }

  /** Whether the work succeeded. graphql-js will hit the same error again and report it. */
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
