import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { Feed, FeedCheck, FeedFilter } from '../../resolvers/feed.ts';
import { requestIdOf } from '../context.ts';
import type { StandingParts } from './parts.ts';
import type { StandingOperation } from './check.ts';
import { runOnce } from './run.ts';

/** What a subscription is asked for: the operation, its variables, and the arguments of its field. */
export interface FeedQuestion {
  readonly operation: StandingOperation;
  readonly feed: Feed;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What is said of one event; null where it is not to be told. */
export type Rendered = string | null;

interface Kept {
  readonly rendered: Promise<Rendered>;
  /** The place in the order of evictions before which what was read for it counts. */
  readonly began: number;
}

/** So many are kept for those who come back at the same time. */
const KEPT = 1_000;

/** Says of events what a subscription asks for: once for all who ask the same, as long as what was read for it has not changed. */
export class Rendering {
  readonly #parts: StandingParts;
  readonly #question: FeedQuestion;
  readonly #isWanted: FeedFilter;
  readonly #check: FeedCheck | null;
  readonly #kept = new Map<Cursor, Kept>();

  /** Throws InputError on arguments that make no sense. */
  constructor(parts: StandingParts, question: FeedQuestion) {
    this.#parts = parts;
    this.#question = question;
    this.#isWanted = question.feed.filterOf(question.args as never);
    this.#check = question.feed.checkOf(question.args as never);
  }

  /** Whether an event is one of those that are asked for, by what it says of itself. */
  isWanted(event: ChangeEvent): boolean {
    return this.#isWanted(event);
  }

  /** What is to be said of an event that is wanted. Never rejects. */
  render(event: ChangeEvent): Promise<Rendered> {
    const { now } = this.#parts.cache.memory.evictions;
    const kept = this.#kept.get(event.cursor);
    // Whoever was told of a later change must not be told what was read before it.
    if (kept?.began === now) return kept.rendered;
    const rendered = this.#render(event);
    this.#kept.set(event.cursor, { rendered, began: now });
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return rendered;
  }

  /** Forgets what was kept: nobody catches up. */
  forget(): void {
    this.#kept.clear();
  }

  async #render(event: ChangeEvent): Promise<Rendered> {
    const { operation, variables } = this.#question;
    const requestId = requestIdOf(undefined);
    if (this.#check && !(await this.#passes(event, requestId))) return null;
    const { text } = await runOnce(this.#parts, operation, { variables, root: event }, requestId);
    return `${text.slice(0, -1)},"extensions":{"cursor":"${event.cursor}"}}`;
  }

  async #passes(event: ChangeEvent, requestId: string): Promise<boolean> {
    const signal = AbortSignal.timeout(this.#parts.config.requestTimeoutMs);
    try {
      return (await this.#check?.(event, this.#parts.contextFor({ requestId, signal }))) ?? true;
    } catch (err) {
      // Better told once too often than not at all: whoever is told finds out the same way what is the matter.
      this.#parts.log.debug({ err, requestId }, 'a filter could not be applied');
      return true;
    }
  }
}
