import type { Tag } from '../../datasources/cache/tier.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { requestIdOf } from '../context.ts';
import type { StandingParts } from './parts.ts';
import type { StandingOperation } from './check.ts';
import { failureOf } from './failure.ts';
import type { Outbox } from './outbox.ts';
import { runOnce, type Ran } from './run.ts';
import { Runs } from './runs.ts';
import type { TagIndex } from './tag-index.ts';

/** What a live query asks. */
export interface LiveQuestion {
  readonly operation: StandingOperation;
  /** One of those who ask it; all of them see the same. */
  readonly principal: Principal;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Milliseconds that are to lie between two answers at least. */
  readonly throttleMs: number;
}

/** No change tells that a system answers again: an answer with errors or stale parts is tried again after this long. */
const RETRY_MS = 5_000;

/** All clients that want the answer of the same query kept current. It is worked out once for all of them. */
export class LiveGroup {
  readonly #parts: StandingParts;
  readonly #question: LiveQuestion;
  readonly #index: TagIndex<LiveGroup>;
  readonly #runs: Runs;
  /** One for all runs: errors hold it, and the same error is not to look like another answer. */
  readonly #requestId = requestIdOf(undefined);
  /** The gist of what each has been given last; null for nothing yet. */
  readonly #members = new Map<Outbox, string | null>();
  /** Those who came after something was touched while it ran: they may know of that, and wait for the next run. */
  readonly #late = new Set<Outbox>();
  /** The last answer, as long as nothing is known that it lacks. */
  #answer: Ran | null = null;
  /** The tags that it waits for; null for any. */
  #tags: readonly Tag[] | null = [];
  #isRunning = false;
  /** What was touched while it ran, which may have been read before or after; null for anything. */
  #meanwhile: Set<Tag> | null = new Set();
  /** When all were last told what there was to tell, by `performance`. */
  #toldAt = -Infinity;
  #timer: NodeJS.Timeout | null = null;
  #dueAt = Infinity;

  /** `index` is told which tags it waits for. */
  constructor(parts: StandingParts, question: LiveQuestion, index: TagIndex<LiveGroup>) {
    this.#parts = parts;
    this.#question = question;
    this.#index = index;
    this.#runs = new Runs(parts, question.principal);
  }

  /** Whether nobody is here. */
  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  /** Gives a client the answer as it is now, and again whenever it is another. */
  join(outbox: Outbox): void {
    this.#members.set(outbox, null);
    if (this.#isRunning && this.#meanwhile?.size !== 0) this.#late.add(outbox);
    const { options, isInStep } = this.#parts.cache;
    if (this.#answer && this.#answer.freshUntil > options.clock.now() && isInStep()) {
      this.#give(outbox, this.#answer);
    } else this.#runAt(performance.now());
  }

  /** A client has gone. */
  leave(outbox: Outbox): void {
    this.#members.delete(outbox);
    this.#late.delete(outbox);
    if (this.isEmpty) this.#stop();
  }

  /** Gives nobody the last answer any more: whoever comes has one of his own worked out. */
  forget(): void {
    this.#answer = null;
  }

  /** Something has changed that it waits for; null where anything may have. */
  touch(tags: ReadonlySet<Tag> | null): void {
    this.#answer = null;
    if (!this.#isRunning) this.#runAt(this.#toldAt + this.#question.throttleMs);
    else if (tags === null) this.#meanwhile = null;
    else for (const tag of tags) this.#meanwhile?.add(tag);
  }

  /** Runs it then, unless it runs already or will sooner. */
  #runAt(at: number): void {
    if (this.#isRunning || this.#dueAt <= at) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = at;
    const run = () => this.#run().catch((error: unknown) => this.#fail(error));
    this.#timer = setTimeout(() => void run(), Math.max(0, at - performance.now()));
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#dueAt = Infinity;
    this.#isRunning = true;
    this.#meanwhile = new Set();
    this.#waitFor(null);
    const { operation, variables } = this.#question;
    const ran = await this.#runs.run(
      (context) => runOnce(this.#parts, operation, { variables, root: undefined, cursor: null }, context),
      this.#requestId,
    );
    this.#isRunning = false;
    if (this.isEmpty) return;
    this.#waitFor(ran.tags);
    this.#tell(ran);
    const isCurrent = this.#isCurrent(ran);
    if (!isCurrent) this.#runAt(this.#toldAt + this.#question.throttleMs);
    if (ran.isProvisional) this.#runAt(performance.now() + RETRY_MS);
    else if (isCurrent) this.#answer = ran;
  }

  /** Tells all of an answer, or, where the others have had one just now, the newcomers alone. */
  #tell(ran: Ran): void {
    const now = performance.now();
    const allAt = this.#toldAt + this.#question.throttleMs;
    for (const [outbox, last] of this.#members) {
      if (last === ran.gist) continue;
      if (this.#late.delete(outbox)) this.#runAt(now);
      else if (last === null || now >= allAt) this.#give(outbox, ran);
      else this.#runAt(allAt);
    }
    if (now >= allAt) this.#toldAt = now;
  }

  /** Whoever has not read the last answer yet has no use for it any more. */
  #give(outbox: Outbox, { text, gist }: Ran): void {
    this.#members.set(outbox, gist);
    outbox.replace({ text, cursor: null });
  }

  #isCurrent({ tags }: Ran): boolean {
    const touched = this.#meanwhile;
    if (touched === null) return false;
    return tags === null ? touched.size === 0 : !tags.some((tag) => touched.has(tag));
  }

  #waitFor(tags: readonly Tag[] | null): void {
    this.#index.delete(this, this.#tags);
    this.#tags = tags;
    this.#index.add(this, tags);
  }

  /** Nothing is known that could come to this; should it, it is to harm nobody else. */
  #fail(error: unknown): void {
    this.#isRunning = false;
    for (const outbox of this.#members.keys()) outbox.end(failureOf(error, this.#parts));
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#answer = null;
    this.#runs.abandon();
    this.#waitFor([]);
  }
}
