import { setImmediate as turn } from 'node:timers/promises';
import { compareCursors } from '../../changes/compare.ts';
import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import { ChangesMissedError } from '../../changes/log.ts';
import type { Told } from '../../changes/recent.ts';
import { missedIn } from '../../datasources/change-filter.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Account } from '../rate/account.ts';
import { failureOf } from './failure.ts';
import type { KeptRenderings } from './kept.ts';
import type { StandingParts } from './parts.ts';
import type { End } from './outbox.ts';
import { Rendering, type FeedQuestion, type Rendered } from './rendering.ts';
import { Replay } from './replay.ts';
import type { Subscriber } from './subscriber.ts';

/** Events that are worked on at the same time. */
const AT_ONCE = 128;
/** Events that are read at once for who comes back. */
export const PAGE = 500;
/** So many characters are told each member in one turn of the event loop. */
const A_TURN = 64 * 1024;
/** Events that may wait to be told; past that, systems answer more slowly than things happen. */
const MAX_BACKLOG = 20_000;

const NOTHING: Promise<Rendered> = Promise.resolve(null);

/** What a client missed that comes back. */
export interface Missed {
  /** The first of it. */
  readonly told: Told;
  /** Who pays for it; null where there is no limit. */
  readonly account: Account | null;
}

/**
 * All clients that ask the same of the same happenings. What is said of an event is worked out once for all of them, and each
 * is told in order.
 */
export class FeedGroup {
  /** Of which a change touches at least one, or is not for this group; null for any. */
  readonly tags: readonly Tag[] | null;
  readonly #parts: StandingParts;
  readonly #rendering: Rendering;
  readonly #members = new Set<Subscriber>();
  readonly #comingBack = new Set<Subscriber>();
  #backlog: ChangeEvent[] = [];
  /** The next to be told, in order. */
  readonly #underWay: { readonly event: ChangeEvent; readonly rendered: Promise<Rendered> }[] = [];
  #isTelling = false;
  /** While it tells: up to here it has told everybody. */
  #told: Cursor | null = null;

  /** Throws InputError on arguments that make no sense. */
  constructor(parts: StandingParts, kept: KeptRenderings, question: FeedQuestion) {
    this.#parts = parts;
    this.#rendering = new Rendering(parts, kept, question);
    this.tags = question.feed.tagsOf(question.args, parts.nameable);
  }

  /** Whether nobody is here, nor on the way. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#comingBack.size === 0;
  }

  /** Everything up to here has been told to all members; null where that is not known. */
  get position(): Cursor | null {
    return this.#isTelling ? this.#told : this.#parts.hub.position;
  }

  /** Tells a client of all that happens from now on. */
  join(subscriber: Subscriber): void {
    this.#goOn(subscriber, this.#parts.hub.position);
  }

  /**
   * Tells a client first of what it missed, as fast as it reads and can pay, then goes on with what happens. Rejects with what the log rejects with.
   */
  async catchUp(subscriber: Subscriber, missed: Missed): Promise<void> {
    this.#comingBack.add(subscriber);
    const { hub, config } = this.#parts;
    const { account, told: first } = missed;
    const { maxBufferedChars: maxChars } = config.standing;
    const replay = new Replay({ rendering: this.#rendering, outbox: subscriber.outbox, account, maxChars });
    for (let told = first; ; told = await hub.read(told.reached, PAGE)) {
      const end = told.events.findIndex((event) => this.#endsAt(event));
      const missedAt = told.events[end];
      await replay.tell(missedAt ? told.events.slice(0, end) : told.events);
      if (missedAt) {
        subscriber.outbox.finish(this.#endAt(missedAt));
        return;
      }
      // Events that nobody wants are read without a pause, and everybody else is to have a turn.
      await turn();
      if (!this.#comingBack.has(subscriber)) return;
      // Between the look at the hub and the place among the members nothing may be waited for.
      if (compareCursors(told.reached, hub.position) >= 0) {
        this.#goOn(subscriber, told.reached);
        return;
      }
    }
  }

  /** A client has gone. */
  leave(subscriber: Subscriber): void {
    this.#members.delete(subscriber);
    this.#comingBack.delete(subscriber);
    if (this.#members.size === 0) this.#backlog = [];
    if (this.isEmpty) this.#rendering.abandon();
  }

  /** Tells of what happened next. */
  tell(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#rendering.isWanted(event)) this.#add(event);
  }

  /** Ends it, behind what happened before, for everybody who may have been to be told of what a system did not tell. */
  miss(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#endsAt(event)) this.#add(event);
  }

  /** Ends it for everybody who is told what happens now. */
  end(end: End): void {
    this.#backlog = [];
    for (const { outbox } of this.#members) outbox.end(end);
  }

  #add(event: ChangeEvent): void {
    this.#backlog.push(event);
    if (this.#backlog.length > MAX_BACKLOG) this.end({ is: 'behind' });
    this.#begin();
    if (!this.#isTelling) void this.#tellAll().catch((error: unknown) => this.#fail(error));
  }

  #endsAt(event: ChangeEvent): boolean {
    const missed = missedIn(event);
    return missed !== null && this.#rendering.mayMiss(missed);
  }

  #endAt({ system, cursor }: ChangeEvent): End {
    return failureOf(new ChangesMissedError(system, cursor), this.#parts);
  }

  /** Nothing is known that could come to this; should it, it is to harm nobody else. */
  #fail(error: unknown): void {
    this.#isTelling = false;
    this.#underWay.length = 0;
    this.end(failureOf(error, this.#parts));
  }

  #goOn(subscriber: Subscriber, cursor: Cursor): void {
    subscriber.goOn(cursor);
    this.#comingBack.delete(subscriber);
    this.#members.add(subscriber);
  }

  /** Begins to work out what is said of the next events, while others are still to be told. */
  #begin(): void {
    const free = AT_ONCE - this.#underWay.length;
    // Not for each event alone, as the others would have to move up.
    if (free < AT_ONCE / 2) return;
    for (const event of this.#backlog.splice(0, free)) {
      const isEnd = missedIn(event) !== null;
      const rendered = isEnd ? NOTHING : this.#rendering.render(event, this.#comingBack.size > 0);
      this.#underWay.push({ event, rendered });
    }
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    this.#told = null;
    let chars = 0;
    for (let next = this.#underWay[0]; next; next = this.#underWay[0]) {
      const text = await next.rendered;
      this.#tellOf(next.event, text);
      this.#told = next.event.cursor;
      this.#underWay.shift();
      this.#begin();
      chars += text?.length ?? 0;
      if (chars < A_TURN) continue;
      // Connections are to send on what they have, or much at once would make all readers look slow.
      chars = 0;
      await turn();
    }
    this.#isTelling = false;
  }

  #tellOf(event: ChangeEvent, text: Rendered): void {
    const end = missedIn(event) ? this.#endAt(event) : null;
    for (const subscriber of this.#members) {
      if (end) subscriber.finish(event.cursor, end);
      else if (text !== null) subscriber.tell(event.cursor, text);
    }
  }
}
