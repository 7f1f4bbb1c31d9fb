import type { Tag } from '../datasources/cache/tier.ts';
import type { ChangeEvent } from './event.ts';
import type { Replicas } from './replicas.ts';

/** Events that arrived together, and the tags of everything they touched. */
export interface Batch {
  readonly events: readonly ChangeEvent[];
  readonly tags: ReadonlySet<Tag>;
}

/** How many events may wait to be announced; beyond that, no more are read until some have been. */
const MAX_PENDING_EVENTS = 10_000;

/** A batch waiting to be announced. */
interface PendingBatch extends Batch {
  /** Resolves with whether no replica serves anything cached that it touched. */
  readonly allEvicted: Promise<boolean>;
}

/**
 * Events that this process has evicted and is about to announce: in order, and each only once no replica serves what it touched from a
 * cache.
 */
export class Announcer {
  readonly #replicas: Replicas;
  readonly #announce: (batch: Batch) => void;
  #pending: PendingBatch[] = [];
  #count = 0;
  #isDraining = false;
  #room: PromiseWithResolvers<undefined> | null = null;

  /** `announce` receives batches in order; it must not throw. */
  constructor(replicas: Replicas, announce: (batch: Batch) => void) {
    this.#replicas = replicas;
    this.#announce = announce;
  }

  /** Queues the next events. Resolves when there is room for more. */
  async add(batch: Batch): Promise<void> {
    const last = batch.events.at(-1);
    if (!last) return;
    // Requested now rather than when its turn comes: one answer settles many.
    this.#pending.push({ ...batch, allEvicted: this.#replicas.allEvicted(last.cursor) });
    this.#count += batch.events.length;
    if (!this.#isDraining) void this.#drain();
    if (this.#count <= MAX_PENDING_EVENTS) return;
    this.#room ??= Promise.withResolvers<undefined>();
    await this.#room.promise;
  }

  /** Drops what has not been announced yet, because events may be missing from it. */
  drop(): void {
    this.#pending = [];
    this.#count = 0;
    this.#releaseRoom();
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    try {
      await this.#drainPending();
    } finally {
      this.#isDraining = false;
    }
  }

  async #drainPending(): Promise<void> {
    for (let next = this.#pending[0]; next; next = this.#pending[0]) {
      const allEvicted = await next.allEvicted;
      if (this.#pending[0] !== next) continue;
      if (!allEvicted) {
        // The answer will never be known: the log has started over or is closed. The follower may be waiting for room, and only learns of
        // it once it gets some.
        this.drop();
        return;
      }
      this.#pending.shift();
      this.#count -= next.events.length;
      this.#announce(next);
      this.#releaseRoom();
    }
  }

  #releaseRoom(): void {
    if (this.#count > MAX_PENDING_EVENTS) return;
    this.#room?.resolve(undefined);
    this.#room = null;
  }
}
