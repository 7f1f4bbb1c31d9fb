import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { Listener } from '../../changes/hub.ts';
import { tagsOf } from '../../datasources/cache/tags.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import { PublicError, publicError, requestRefusal } from '../errors.ts';
import type { StandingParts } from './parts.ts';
import type { StandingOperation } from './check.ts';
import { FeedGroup } from './feed-group.ts';
import { LiveGroup } from './live-group.ts';
import { Outbox, type End, type Sink } from './outbox.ts';
import { feedQuestionOf, liveQuestionOf } from './question.ts';
import { Subscriber } from './subscriber.ts';
import { TagIndex } from './tag-index.ts';

/** What callers may see. Until they have identities, all have the same rights. */
type Rights = 'open';

/** A request for an operation that stands. */
export interface StandingRequest {
  readonly operation: StandingOperation;
  /** As the client has sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The last event that the client has, where its transport tells; what the operation says itself goes before it. */
  readonly after: Cursor | null;
  readonly rights: Rights;
}

/** An operation that stands, as its connection holds it. */
export interface Stream {
  /** The client has been told everything up to here; null for a live query, and while that is not known. */
  readonly position: Cursor | null;
  /** Its client has ended it, or is gone. */
  readonly leave: () => void;
}

/** All operations that stand in this process: each is worked out once for all who ask the same. */
export class Standing implements Listener {
  readonly #parts: StandingParts;
  readonly #feeds = new Map<string, FeedGroup>();
  readonly #lives = new Map<string, LiveGroup>();
  readonly #waitingFeeds = new TagIndex<FeedGroup>();
  readonly #waitingLives = new TagIndex<LiveGroup>();
  readonly #outboxes = new Set<Outbox>();

  constructor(parts: StandingParts) {
    this.#parts = parts;
  }

  /** How many clients there are. */
  get streams(): number {
    return this.#outboxes.size;
  }

  /**
   * Begins an operation: its results go to `sink` until it is left. Rejects with what is wrong with the request: RefusedError, InputError,
   * or what the log of changes rejects with.
   */
  async open(request: StandingRequest, sink: Sink): Promise<Stream> {
    const { maxStreams } = this.#parts.config.standing;
    if (this.streams >= maxStreams) {
      const message = `There are ${maxStreams} operations that stand already. Try another replica, or later.`;
      throw requestRefusal('TOO_MANY_OPERATIONS', message);
    }
    return request.operation.does.is === 'live'
      ? this.#openLive(request, sink)
      : await this.#openFeed(request, sink);
  }

  readonly changed = (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>): void => {
    for (const group of this.#waitingLives.touched(tags)) group.touch(tags);
    for (const event of events) {
      for (const group of this.#waitingFeeds.touched(tagsOf(event))) group.tell(event);
    }
  };

  readonly lost = (): void => {
    for (const group of this.#lives.values()) group.touch(new Set());
    const refusal = requestRefusal(
      'CURSOR_EXPIRED',
      'The log of changes had to begin anew: read what you need afresh, then subscribe without a cursor.',
    );
    const error = new PublicError(publicError(refusal, 'the log', this.#parts.log));
    for (const group of this.#feeds.values()) group.end({ is: 'failed', error });
  };

  /** Ends everything; clients are told where to go on. */
  close(): void {
    const end: End = { is: 'leaving', after: null };
    for (const outbox of this.#outboxes) outbox.end(end);
  }

  #openLive(request: StandingRequest, sink: Sink): Stream {
    const { key, question } = liveQuestionOf(this.#parts, request);
    let group = this.#lives.get(key);
    if (!group) {
      group = new LiveGroup(this.#parts, question, this.#waitingLives);
      this.#lives.set(key, group);
    }
    const outbox = this.#outboxFor(sink, null);
    group.join(outbox);
    return {
      position: null,
      leave: () => {
        this.#abandon(outbox);
        group.leave(outbox);
        if (group.isEmpty && this.#lives.get(key) === group) this.#lives.delete(key);
      },
    };
  }

  async #openFeed(request: StandingRequest, sink: Sink): Promise<Stream> {
    const { key, question, after } = feedQuestionOf(this.#parts, request);
    const group = this.#feeds.get(key) ?? new FeedGroup(this.#parts, question);
    this.#place(key, group);
    try {
      const missed = after === null ? [] : await group.readAfter(after);
      const subscriber = new Subscriber(this.#outboxFor(sink, after ?? this.#parts.hub.position));
      // It may have been displaced meanwhile, with the last who was there.
      this.#place(key, group);
      if (after === null) group.join(subscriber);
      else this.#catchUp(group, subscriber, after, missed);
      return this.#feedStream(key, group, subscriber);
    } catch (error) {
      this.#displace(key, group);
      throw error;
    }
  }

  #catchUp(group: FeedGroup, subscriber: Subscriber, after: Cursor, missed: readonly ChangeEvent[]): void {
    const { log } = this.#parts;
    group.catchUp(subscriber, after, missed).catch((error: unknown) => {
      subscriber.outbox.end({ is: 'failed', error: new PublicError(publicError(error, 'catching up', log)) });
    });
  }

  #feedStream(key: string, group: FeedGroup, subscriber: Subscriber): Stream {
    return {
      get position() {
        return subscriber.isCatchingUp ? null : group.position;
      },
      leave: () => {
        this.#abandon(subscriber.outbox);
        group.leave(subscriber);
        this.#displace(key, group);
      },
    };
  }

  #place(key: string, group: FeedGroup): void {
    if (!this.#feeds.has(key)) this.#feeds.set(key, group);
    this.#waitingFeeds.add(group, group.tags);
  }

  #displace(key: string, group: FeedGroup): void {
    if (!group.isEmpty) return;
    this.#waitingFeeds.delete(group, group.tags);
    if (this.#feeds.get(key) === group) this.#feeds.delete(key);
  }

  #outboxFor(sink: Sink, after: Cursor | null): Outbox {
    const outbox = new Outbox(sink, this.#parts.config.standing.maxBufferedChars, after);
    this.#outboxes.add(outbox);
    return outbox;
  }

  #abandon(outbox: Outbox): void {
    outbox.abandon();
    this.#outboxes.delete(outbox);
  }
}
