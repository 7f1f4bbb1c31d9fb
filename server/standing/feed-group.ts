import { compareCursors } from '../../changes/compare.ts';
import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { ChangeHub } from '../../changes/hub.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { StandingParts } from './parts.ts';
import type { End } from './outbox.ts';
import { Rendering, type FeedQuestion } from './rendering.ts';
import type { Subscriber } from './subscriber.ts';

/** Events that are worked on at the same time: their reads go together. */
const AT_ONCE = 100;
/** Events that are read at once for who comes back. */
const PAGE = 500;
/** Events that may wait to be told; past that, systems answer more slowly than things happen. */
const MAX_BACKLOG = 20_000;

/**
 * All clients that ask the same of the same happenings. What is said of an event is worked out once for all of them, and each
 * is told in order.
 */
export class FeedGroup {
  readonly tags: readonly Tag[] | null;
  readonly #hub: ChangeHub;
  readonly #rendering: Rendering;
  readonly #members = new Set<Subscriber>();
  #backlog: ChangeEvent[] = [];
  #isTelling = false;
  #told: Cursor | null = null;
  #comingBack = 0;

  /** Throws InputError on arguments that make no sense. */
  constructor(parts: StandingParts, question: FeedQuestion) {
    this.#hub = parts.hub;
    this.#rendering = new Rendering(parts, question);
    this.tags = question.feed.tagsOf(question.args as never);
  }

  /** Whether nobody is here, nor on the way. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#comingBack === 0;
  }

  /** Everything up to here has been told to everybody. */
  get position(): Cursor | null {
    return this.#isTelling ? this.#told : this.#hub.position;
  }

  /** Tells a client of all that happens from now on. */
  join(subscriber: Subscriber): void {
    subscriber.isAt(this.#hub.position);
    this.#members.add(subscriber);
  }

  /**
   * Tells a client first of what happened after a cursor, as fast as it reads, then goes on with what happens. Rejects with what the log
   * rejects with; `first` are the events that were read already.
   */
  async catchUp(subscriber: Subscriber, after: Cursor, first: readonly ChangeEvent[]): Promise<void> {
    this.#comingBack += 1;
    subscriber.isCatchingUp = true;
    try {
      let [at, events] = [after, first];
      while (!subscriber.outbox.isEnded) {
        await this.#replay(subscriber, events);
        at = events.at(-1)?.cursor ?? at;
        // Between the look at the hub and the place among the members nothing may be waited for.
        if (compareCursors(at, this.#hub.position) >= 0) {
          subscriber.isAt(at);
          this.#members.add(subscriber);
          return;
        }
        events = await this.#hub.read(at, PAGE);
      }
    } finally {
      this.#comingBack -= 1;
      if (this.#comingBack === 0) this.#rendering.forget();
    }
  }

  /** Reads what a client that was here before `after` is to be told first. */
  readAfter(after: Cursor): Promise<readonly ChangeEvent[]> {
    return this.#hub.read(after, PAGE);
  }

  leave(subscriber: Subscriber): void {
    this.#members.delete(subscriber);
  }

  /** Tells of what happened next. */
  tell(event: ChangeEvent): void {
    if (!this.#rendering.isWanted(event)) return;
    this.#backlog.push(event);
    if (this.#backlog.length > MAX_BACKLOG) this.end({ is: 'slow', after: this.#told });
    else if (!this.#isTelling) void this.#tellAll();
  }

  /** Ends it for everybody. */
  end(end: End): void {
    for (const { outbox } of this.#members) outbox.end(end);
    this.#members.clear();
    this.#backlog = [];
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    // What is told in the same turn goes together.
    await Promise.resolve();
    while (this.#backlog.length > 0) {
      const events = this.#backlog.splice(0, AT_ONCE);
      const rendered = events.map((event) => this.#rendering.render(event));
      for (const [index, { cursor }] of events.entries()) {
        const text = (await rendered[index]) ?? null;
        if (text !== null) for (const subscriber of this.#members) subscriber.tell(cursor, text);
        this.#told = cursor;
      }
      if (this.#comingBack === 0) this.#rendering.forget();
    }
    this.#isTelling = false;
  }

  async #replay({ outbox }: Subscriber, events: readonly ChangeEvent[]): Promise<void> {
    const wanted = events.filter((event) => this.#rendering.isWanted(event));
    for (let at = 0; at < wanted.length && !outbox.isEnded; at += AT_ONCE) {
      const some = wanted.slice(at, at + AT_ONCE);
      const rendered = some.map((event) => this.#rendering.render(event));
      for (const [index, { cursor }] of some.entries()) {
        const text = (await rendered[index]) ?? null;
        if (text !== null) outbox.push({ text, cursor });
        await outbox.room();
      }
    }
  }
}
