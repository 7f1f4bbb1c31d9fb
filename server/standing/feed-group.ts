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

/** The most events rendered at the same time. */
const AT_ONCE = 128;
/** The events read at a time for a client that is catching up. */
export const PAGE = 500;
/** The most characters sent to each member in one turn of the event loop. */
const A_TURN = 64 * 1024;
/** The most events that may be pending. Past that, the systems answer more slowly than events occur. */
const MAX_BACKLOG = 20_000;

const NOTHING: Promise<Rendered> = Promise.resolve(null);

/** What a returning client has missed. */
export interface Missed {
  /** The first page of events. */
  readonly told: Told;
  /** The account that pays for the events; null if there is no limit. */
  readonly account: Account | null;
}

/**
 * All clients that subscribe to the same events with the same question. Each event is rendered once for all of them, and every client
 * receives them in order.
 */
export class FeedGroup {
  /** Only changes that touch one of these tags are for this group; null for any. */
  readonly tags: readonly Tag[] | null;
  readonly #parts: StandingParts;
  readonly #rendering: Rendering;
  readonly #members = new Set<Subscriber>();
  readonly #comingBack = new Set<Subscriber>();
  #backlog: ChangeEvent[] = [];
  /** The next events, in order, with their renderings. */
  readonly #underWay: { readonly event: ChangeEvent; readonly rendered: Promise<Rendered> }[] = [];
  #isTelling = false;
  /** While sending: the cursor up to which all members have received everything. */
  #told: Cursor | null = null;

  /** Throws InputError on invalid arguments. */
  constructor(parts: StandingParts, kept: KeptRenderings, question: FeedQuestion) {
    this.#parts = parts;
    this.#rendering = new Rendering(parts, kept, question);
    this.tags = question.feed.tagsOf(question.args, parts.nameable);
  }

  /** Whether the group has no members and none catching up. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#comingBack.size === 0;
  }

  /** The cursor up to which all members have received everything; null if unknown. */
  get position(): Cursor | null {
    return this.#isTelling ? this.#told : this.#parts.hub.position;
  }

  /** Sends a client all events from now on. */
  join(subscriber: Subscriber): void {
    this.#goOn(subscriber, this.#parts.hub.position);
  }

  /** First sends a client what it missed, as fast as it reads and can pay, then continues with new events. Rejects as the log does. */
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
      // A page without wanted events does not wait for anything, so yield to others here.
      await turn();
      if (!this.#comingBack.has(subscriber)) return;
      // There must be no await between comparing with the hub's position and joining the members.
      if (compareCursors(told.reached, hub.position) >= 0) {
        this.#goOn(subscriber, told.reached);
        return;
      }
    }
  }

  /** Removes a client that has disconnected. */
  leave(subscriber: Subscriber): void {
    this.#members.delete(subscriber);
    this.#comingBack.delete(subscriber);
    if (this.#members.size === 0) this.#backlog = [];
    if (this.isEmpty) this.#rendering.abandon();
  }

  /** Handles the next event. */
  tell(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#rendering.isWanted(event)) this.#add(event);
  }

  /** Ends the streams, after earlier events, if a system has missed changes that this group may have wanted. */
  miss(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#endsAt(event)) this.#add(event);
  }

  /** Ends the streams of all members; clients that are catching up go on. */
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

  /** No known error gets here. If one does, it must affect only this group. */
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

  /** Starts rendering the next events while earlier ones are still being sent. */
  #begin(): void {
    const free = AT_ONCE - this.#underWay.length;
    // Refills in bulk: removing single events from the front would shift the backlog each time.
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
      // Let connections send what they have, or a burst would make all readers look slow.
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
