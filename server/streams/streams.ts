import type { ChangeEvent, Cursor } from '../../changes/event.ts';
import type { Listener } from '../../changes/hub.ts';
import type { CursorExpiredError } from '../../changes/errors/cursor-expired.ts';
import type { Tag } from '../../datasources/cache/tier.ts';
import type { Principal } from '../../resolvers/principal.ts';
import { closing, requestRefusal } from '../errors.ts';
import { atExpiry } from '../identity/expiry.ts';
import type { Account } from '../rate/account.ts';
import { Slots, type Slot } from '../rate/slots.ts';
import type { LongLivedOperation } from './operations.ts';
import { HeldBytes } from './held-bytes.ts';
import { PAGE } from './subscription-group.ts';
import { SubscriptionGroups } from './subscription-groups.ts';
import { LiveGroups } from './live-groups.ts';
import type { Membership } from './membership.ts';
import { Outbox, type Sink } from './outbox.ts';
import type { StreamParts } from './parts.ts';
import { subscriptionOf, liveQueryOf } from './spec.ts';

/** A request for a long-lived operation. */
export interface StreamRequest {
  readonly operation: LongLivedOperation;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The last event that the client has, if its transport reports it. */
  readonly after: Cursor | null;
  readonly principal: Principal;
  /** The account that pays for the events it missed, or for a live query's answers; null if there is no limit. */
  readonly account: Account | null;
  /** The caller whose share of all streams it counts towards; null for none. */
  readonly holder: string | null;
}

/** An open long-lived operation, as its connection holds it. */
export interface Stream {
  /** The cursor to resume after if the connection ended now; null for a live query. */
  readonly after: Cursor | null;
  /** Ends the operation, because its client has ended it or is gone. May be called again. */
  readonly leave: () => void;
}

/** An open operation, as it is held here. */
interface OpenStream extends Stream {
  readonly outbox: Outbox;
}

/** All long-lived operations of this process. Clients with the same operation, variables and rights share one execution. */
export class Streams implements Listener {
  readonly #parts: StreamParts;
  readonly #subscriptions: SubscriptionGroups;
  readonly #liveQueries: LiveGroups;
  readonly #streams = new Set<OpenStream>();
  readonly #slots: Slots;
  #isClosing = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    const space = new HeldBytes(parts.config);
    this.#subscriptions = new SubscriptionGroups(parts, space);
    this.#liveQueries = new LiveGroups(parts, space);
    const { maxStreams, callerPercent } = parts.config.streams;
    this.#slots = new Slots(maxStreams, callerPercent);
  }

  /** The number of open operations. */
  get size(): number {
    return this.#streams.size;
  }

  /** The number of distinct operations among them, each executed once for all its clients. */
  get groupCount(): number {
    return this.#subscriptions.size + this.#liveQueries.size;
  }

  /**
   * Opens an operation: its results go to `sink` until the client leaves or the caller's credentials expire. Rejects if something is wrong
   * with the request: with RefusedOperationError, InputError, ForbiddenError or UnauthenticatedError, or as the log of changes rejects.
   */
  async open(request: StreamRequest, sink: Sink): Promise<Stream> {
    const { hub } = this.#parts;
    const { operation, account } = request;
    const { kind } = operation;
    if (kind.is === 'live') {
      const liveQuery = liveQueryOf(this.#parts, request);
      return this.#begin(sink, request, null, (outbox) => this.#liveQueries.join(liveQuery, outbox, account));
    }
    const subscription = subscriptionOf(this.#parts, request, kind);
    const { after } = subscription;
    // A client that begins now reads the data next, from any replica, and hears only of what changes later.
    if (after === null) await hub.settledPosition();
    const missed = after === null ? null : { account, page: await hub.read(after, PAGE) };
    return this.#begin(sink, request, after ?? hub.position, (outbox) =>
      this.#subscriptions.join(subscription, missed, outbox),
    );
  }

  readonly changed = (events: readonly ChangeEvent[], tags: ReadonlySet<Tag>): void => {
    this.#liveQueries.touch(tags);
    this.#subscriptions.add(events);
  };

  readonly lost = (error: CursorExpiredError, allEvicted: Promise<boolean>): void => {
    // A client that is told reads afresh, from any replica, and so may one that has a new answer. So wait until all of them know.
    void this.#subscriptions.fail(error, allEvicted);
    this.#liveQueries.forget();
    void allEvicted.then((isSo) => {
      if (isSo) this.#liveQueries.touchAll();
    });
  };

  /** Ends all operations, telling clients where to resume, and accepts no more. */
  close(): void {
    this.#isClosing = true;
    for (const { after, outbox } of this.#streams) outbox.end({ is: 'leaving' }, after);
  }

  #begin(
    sink: Sink,
    { principal, holder }: StreamRequest,
    after: Cursor | null,
    join: (outbox: Outbox) => Membership,
  ): Stream {
    const slot = this.#slotFor(holder);
    const { maxBufferedChars: maxChars } = this.#parts.config.streams;
    const outbox = new Outbox({ sink, maxChars, after, onEnd: () => stream.leave() });
    const membership = joined(join, outbox, slot);
    const stream: OpenStream = {
      outbox,
      get after() {
        return membership.after();
      },
      leave: () => {
        if (!this.#streams.delete(stream)) return;
        callOff();
        slot.release();
        outbox.abandon();
        membership.leave();
      },
    };
    this.#streams.add(stream);
    const callOff = atExpiry(principal, () => outbox.end({ is: 'unauthenticated' }, stream.after));
    return stream;
  }

  #slotFor(holder: string | null): Slot {
    if (this.#isClosing) throw closing();
    const slot = this.#slots.take(holder);
    if (slot) return slot;
    const { maxStreams } = this.#parts.config.streams;
    const message = `This replica already serves ${maxStreams} subscriptions and live queries, or ${this.#slots.share} of yours. Try again later, or use another replica.`;
    throw requestRefusal('TOO_MANY_OPERATIONS', message);
  }
}

/** Gives the slot back if joining throws. */
function joined(join: (outbox: Outbox) => Membership, outbox: Outbox, slot: Slot): Membership {
  try {
    return join(outbox);
  } catch (error) {
    slot.release();
    throw error;
  }
}
