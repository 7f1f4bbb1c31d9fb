import { setImmediate as turn } from 'node:timers/promises';
import { compareCursors } from '../../changes/cursor.ts';
import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import { ChangesMissedError } from '../../changes/errors/changes-missed.ts';
import type { EventPage } from '../../changes/recent.ts';
import { missedIn } from '../../datasources/change-filter.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Account } from '../rate/account.ts';
import { failureOf } from './failure.ts';
import type { Held, HeldBytes } from './held-bytes.ts';
import type { RenderingCache } from './rendering-cache.ts';
import type { StreamParts } from './parts.ts';
import type { End } from './outbox.ts';
import { Rendering, type SubscriptionSpec, type Rendered } from './rendering.ts';
import { Replay } from './replay.ts';
import type { Keyed } from './spec.ts';
import type { Subscriber } from './subscriber.ts';

/** The most events rendered at the same time. */
const MAX_CONCURRENT = 128;
/** The events read at a time for a client that is catching up. */
export const PAGE = 500;
/** After sending each member this many characters, yield to the event loop. */
const CHARS_PER_TURN = 64 * 1024;
/** The most events that may be pending. Past that, the systems answer more slowly than events occur. */
const MAX_BACKLOG = 20_000;

const NOT_RENDERED: Promise<Rendered> = Promise.resolve(null);

/** What a returning client has missed. */
export interface MissedEvents {
  /** The first page of events. */
  readonly page: EventPage;
  /** The account that pays for the events; null if there is no limit. */
  readonly account: Account | null;
}

/**
 * All clients of the same subscription ({@link SubscriptionSpec}). Each event is rendered once for all of them, and every client
 * receives them in order.
 */
export class SubscriptionGroup {
  readonly key: string;
  readonly held: Held;
  /** Only changes that touch one of these tags are for this group; null for any. */
  readonly tags: readonly Tag[] | null;
  readonly #parts: StreamParts;
  readonly #rendering: Rendering;
  readonly #members = new Set<Subscriber>();
  readonly #catchingUp = new Set<Subscriber>();
  #backlog: ChangeEvent[] = [];
  /** The next events, in order, with their renderings. */
  readonly #pending: { readonly event: ChangeEvent; readonly rendered: Promise<Rendered> }[] = [];
  #isSending = false;
  /** While sending: the cursor up to which all members have received everything. */
  #sentUpTo: Cursor | null = null;
  #isHalted = false;

  /** Throws InputError on invalid arguments, and a refusal if there is no room in `space`. */
  constructor(
    parts: StreamParts,
    renderings: RenderingCache,
    subscription: Keyed<SubscriptionSpec>,
    space: HeldBytes,
  ) {
    const { key, spec } = subscription;
    this.key = key;
    this.#parts = parts;
    this.#rendering = new Rendering(parts, renderings, spec);
    this.tags = spec.selector.tagsOf(spec.args, parts.filterNames);
    this.held = space.take(subscription);
  }

  /** Whether the group has no members and none catching up. */
  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#catchingUp.size === 0;
  }

  /** The cursor up to which all members have received everything; null if unknown. */
  get position(): Cursor | null {
    if (this.#isHalted) return null;
    return this.#isSending ? this.#sentUpTo : this.#parts.hub.position;
  }

  /** Sends a client all events from now on. */
  join(subscriber: Subscriber): void {
    this.#addMember(subscriber, this.#parts.hub.position);
  }

  /** First sends a client what it missed, as fast as it reads and can pay, then continues with new events. Rejects as the log does. */
  async catchUp(subscriber: Subscriber, missed: MissedEvents): Promise<void> {
    this.#catchingUp.add(subscriber);
    const { hub, config } = this.#parts;
    const { account, page: first } = missed;
    const { maxBufferedChars: maxChars } = config.streams;
    const replay = new Replay({ rendering: this.#rendering, outbox: subscriber.outbox, account, maxChars });
    for (let page = first; ; page = await hub.read(page.reached, PAGE)) {
      const end = page.events.findIndex((event) => this.#endsAt(event));
      const missedAt = page.events[end];
      await replay.send(missedAt ? page.events.slice(0, end) : page.events);
      if (missedAt) {
        subscriber.outbox.finish(this.#endAt(missedAt));
        return;
      }
      // A page without wanted events does not wait for anything, so yield to others here.
      await turn();
      if (!this.#catchingUp.has(subscriber)) return;
      // There must be no await between comparing with the hub's position and joining the members.
      if (compareCursors(page.reached, hub.position) >= 0) {
        this.#addMember(subscriber, page.reached);
        return;
      }
    }
  }

  /** Removes a client that has disconnected. */
  leave(subscriber: Subscriber): void {
    this.#members.delete(subscriber);
    this.#catchingUp.delete(subscriber);
    if (this.#members.size === 0) this.#backlog = [];
    if (this.isEmpty) this.#rendering.abandon();
  }

  /** Handles the next event. */
  add(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#rendering.isWanted(event)) this.#enqueue(event);
  }

  /** Ends the streams, after earlier events, if a system has missed changes that this group may have wanted. */
  addMissed(event: ChangeEvent): void {
    if (this.#members.size > 0 && this.#endsAt(event)) this.#enqueue(event);
  }

  /** Stops at the last event that was sent, because the next ones are unknown: members are told no later cursor. */
  halt(): void {
    this.#isHalted = true;
    this.#backlog = [];
  }

  /** Ends the streams of all members. Clients that are catching up go on, unless the group is halted: nothing would follow. */
  end(end: End): void {
    this.#backlog = [];
    for (const { outbox } of this.#members) outbox.end(end);
    if (this.#isHalted) for (const { outbox } of this.#catchingUp) outbox.end(end);
  }

  #enqueue(event: ChangeEvent): void {
    this.#backlog.push(event);
    if (this.#backlog.length > MAX_BACKLOG) this.end({ is: 'behind' });
    this.#startRendering();
    if (!this.#isSending) void this.#sendAll().catch((error: unknown) => this.#fail(error));
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
    this.#isSending = false;
    this.#pending.length = 0;
    this.end(failureOf(error, this.#parts));
  }

  #addMember(subscriber: Subscriber, cursor: Cursor): void {
    subscriber.continueAfter(cursor);
    this.#catchingUp.delete(subscriber);
    this.#members.add(subscriber);
  }

  /** Starts rendering the next events while earlier ones are still being sent. */
  #startRendering(): void {
    const free = MAX_CONCURRENT - this.#pending.length;
    // Refills in bulk: removing single events from the front would shift the backlog each time.
    if (free < MAX_CONCURRENT / 2) return;
    for (const event of this.#backlog.splice(0, free)) {
      const isEnd = missedIn(event) !== null;
      const rendered = isEnd ? NOT_RENDERED : this.#rendering.render(event, this.#catchingUp.size > 0);
      this.#pending.push({ event, rendered });
    }
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    this.#sentUpTo = null;
    let chars = 0;
    for (let next = this.#pending[0]; next; next = this.#pending[0]) {
      const text = await next.rendered;
      this.#send(next.event, text);
      this.#sentUpTo = next.event.cursor;
      this.#pending.shift();
      this.#startRendering();
      chars += text?.length ?? 0;
      if (chars < CHARS_PER_TURN) continue;
      // Let connections send what they have, or a burst would make all readers look slow.
      chars = 0;
      await turn();
    }
    this.#isSending = false;
  }

  #send(event: ChangeEvent, text: Rendered): void {
    const end = missedIn(event) ? this.#endAt(event) : null;
    for (const subscriber of this.#members) {
      if (end) subscriber.finish(event.cursor, end);
      else if (text !== null) subscriber.send(event.cursor, text);
    }
  }
}
