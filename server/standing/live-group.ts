import type { Tag } from '../../datasources/cache/tier.ts';
import { requestIdOf } from '../context.ts';
import type { StandingParts } from './parts.ts';
import type { StandingOperation } from './check.ts';
import type { End, Outbox } from './outbox.ts';
import { runOnce } from './run.ts';
import type { TagIndex } from './tag-index.ts';

/** What a live query asks. */
export interface LiveQuestion {
  readonly operation: StandingOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds that are to lie between two answers at least. */
  readonly throttleMs: number;
}

/** No change tells that a system answers again: an answer with errors is tried again after this long. */
const RETRY_MS = 5_000;

/** All clients that want the answer of the same query kept current. It is worked out once for all of them. */
export class LiveGroup {
  readonly #parts: StandingParts;
  readonly #question: LiveQuestion;
  readonly #index: TagIndex<LiveGroup>;
  /** One for all runs: errors hold it, and the same error is not to look like another answer. */
  readonly #requestId = requestIdOf(undefined);
  readonly #members = new Set<Outbox>();
  /** Those who have been given nothing yet. */
  readonly #newcomers = new Set<Outbox>();
  /** The tags that it waits for: those of what the last answer was made of; while it runs, any. */
  #tags: ReadonlySet<Tag> | null = new Set();
  #text: string | null = null;
  #isRunning = false;
  /** What was touched while it ran: it may have been read before that, or after. */
  readonly #meanwhile = new Set<Tag>();
  #ranAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;

  /** `index` is told which tags it waits for. */
  constructor(parts: StandingParts, question: LiveQuestion, index: TagIndex<LiveGroup>) {
    this.#parts = parts;
    this.#question = question;
    this.#index = index;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Gives a client the answer as it is now, and again whenever it is another. */
  join(outbox: Outbox): void {
    this.#members.add(outbox);
    if (this.#text !== null && !this.#isRunning && this.#timer === null) {
      outbox.replace({ text: this.#text, cursor: null });
      return;
    }
    this.#newcomers.add(outbox);
    this.#runIn(0);
  }

  leave(outbox: Outbox): void {
    this.#members.delete(outbox);
    this.#newcomers.delete(outbox);
    if (this.isEmpty) this.#stop();
  }

  /** Something has changed that it waits for. */
  touch(tags: ReadonlySet<Tag>): void {
    if (this.#isRunning) for (const tag of tags) this.#meanwhile.add(tag);
    else this.#runIn(0);
  }

  /** Ends it for everybody. */
  end(end: End): void {
    for (const outbox of this.#members) outbox.end(end);
    this.#members.clear();
    this.#newcomers.clear();
    this.#stop();
  }

  /** Runs it after so many milliseconds, or as soon as may be after the last time, or the time that was set already. */
  #runIn(ms: number): void {
    if (this.#isRunning || this.#timer !== null) return;
    const due = this.#ranAt + this.#question.throttleMs - performance.now();
    this.#timer = setTimeout(() => void this.#run(), Math.max(ms, due, 0));
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#isRunning = true;
    this.#ranAt = performance.now();
    this.#waitFor(null);
    const { operation, variables } = this.#question;
    const { text, tags } = await runOnce(
      this.#parts,
      operation,
      { variables, root: undefined },
      this.#requestId,
    );
    this.#isRunning = false;
    if (!this.isEmpty) {
      this.#give(text);
      this.#waitFor(tags);
      if (this.#hasChanged(tags)) this.#runIn(0);
      else if (text.startsWith('{"errors"')) this.#runIn(RETRY_MS);
    }
    this.#meanwhile.clear();
  }

  #give(text: string): void {
    const to = text === this.#text ? this.#newcomers : this.#members;
    this.#text = text;
    // Whoever has not read the last answer yet has no use for it any more.
    for (const outbox of to) outbox.replace({ text, cursor: null });
    this.#newcomers.clear();
  }

  #hasChanged(tags: ReadonlySet<Tag> | null): boolean {
    return tags === null ? this.#meanwhile.size > 0 : !tags.isDisjointFrom(this.#meanwhile);
  }

  #waitFor(tags: ReadonlySet<Tag> | null): void {
    this.#index.delete(this, this.#tags);
    this.#tags = tags;
    this.#index.add(this, tags);
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    // Should somebody come back before it is forgotten, it is to run anew.
    this.#text = null;
    this.#waitFor(new Set());
  }
}
