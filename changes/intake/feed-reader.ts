import type { ChangeFeed, ChangeReport } from '../../datasources/changes.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { Deadline } from '../../datasources/rest/deadline.ts';
import type { Shared } from '../../datasources/scope.ts';
import type { ChangeLog, Lease, Recorded } from '../log.ts';
import { invalidationOfSystem } from '../invalidation.ts';
import { callFor } from './call.ts';
import { countRecorded, type Counters } from './counters.ts';
import type { OwnerLookUp } from './owners.ts';

/** The longest that reading a page may take, whatever the settings allow: everything that waits for the reader waits for it. */
const PAGE_MS = 30_000;

/** The dependencies of a feed reader. */
export interface FeedReaderParts {
  readonly system: string;
  readonly feed: ChangeFeed;
  readonly owners: OwnerLookUp;
  readonly log: ChangeLog;
  readonly counters: Counters;
  /** The entity types whose changes the feed reports. */
  readonly entities: readonly string[];
  /** Called when the feed does not report everything that has changed; again if that cannot be recorded and is read once more. */
  readonly missed: () => void;
  /** Aborts when the process stops. */
  readonly closing: AbortSignal;
}

/** How far a reading got: to the end, or until another process had the lease. */
export type Reached = 'end' | 'lease-lost';

/** Acquires or renews the lease that a reading is bound to; null if another process holds it. */
export type AcquireLease = () => Promise<Lease | null>;

/** A reading that has not started, and can still be joined. */
interface Waiting {
  readonly reached: Promise<Reached>;
  /** Null as soon as one of the callers is not bound to a lease. */
  hold: AcquireLease | null;
  /** Where to start in the source's order if no position is known. */
  first: string | null;
}

/** Where to continue reading, and the position the log must be at for the result to be recorded. */
interface ReadStart {
  readonly at: string;
  readonly from: string | null;
}

/**
 * Copies a system's change feed into the log, starting from the position the log is at. Each page is recorded in one step together with its
 * position, so that if several readers read the same page, here or in another replica, only one records it.
 */
export class FeedReader {
  readonly #parts: FeedReaderParts;
  /** The last position this process has seen, in case the log loses its own. */
  #known: string | null = null;
  #running: Promise<Reached> | null = null;
  #waiting: Waiting | null = null;

  constructor(parts: FeedReaderParts) {
    this.#parts = parts;
  }

  /** Notes how far the source has been recorded, by this process or another. */
  note(position: string | null): void {
    this.#known = position ?? this.#known;
  }

  /**
   * Reads until there is no more. When it resolves with `end`, everything the feed held when this was called is in the log: a reading
   * already under way may have missed the latest changes, so later callers share the next one. Without `hold` it needs no lease. `first` is
   * the position to start at if neither the log nor this process knows one; the newest by default. Rejects if the system or the log cannot
   * be reached.
   */
  catchUp(hold: AcquireLease | null, first: string | null = null): Promise<Reached> {
    if (this.#waiting) {
      this.#waiting.hold &&= hold;
      this.#waiting.first ??= first;
      return this.#waiting.reached;
    }
    if (!this.#running) return this.#begin(hold, first);
    const begin = () => {
      this.#waiting = null;
      return this.#begin(waiting.hold, waiting.first);
    };
    const waiting: Waiting = { reached: this.#running.then(begin, begin), hold, first };
    this.#waiting = waiting;
    return waiting.reached;
  }

  #begin(hold: AcquireLease | null, first: string | null): Promise<Reached> {
    const running = this.#read(hold, first).finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #read(hold: AcquireLease | null, first: string | null): Promise<Reached> {
    const { log, system, closing } = this.#parts;
    let start = this.#startOf(await log.positionOf(system), first);
    for (;;) {
      closing.throwIfAborted();
      const lease = await hold?.();
      if (lease === null) return 'lease-lost';
      const { at, from } = start ?? (await this.#newest());
      const page = await this.#page(at);
      const recorded = await this.#record(page, from, lease?.token ?? null);
      if (recorded.is === 'fenced') return 'lease-lost';
      if (recorded.is === 'elsewhere') {
        start = this.#startOf(recorded.position, first);
        continue;
      }
      this.note(page.position);
      if (!page.hasMore) return 'end';
      if (page.position === at)
        throw new Error(`${system}: its record of changes does not go on after ${at}`);
      start = { at: page.position, from: page.position };
    }
  }

  #startOf(position: string | null, first: string | null): ReadStart | null {
    this.note(position);
    if (position !== null) return { at: position, from: position };
    const at = this.#known ?? first;
    return at === null ? null : { at, from: null };
  }

  /** The source has never been followed: start at its newest change, as nobody is waiting for the past. */
  async #newest(): Promise<ReadStart> {
    const at = await this.#ask((call) => this.#parts.feed.newest(call));
    return { at, from: null };
  }

  #page(at: string): Promise<ChangeReport> {
    this.#parts.counters.pages += 1;
    return this.#ask((call) => this.#parts.feed.after(at, call));
  }

  async #ask<T>(question: (call: Shared) => Promise<T>): Promise<T> {
    const late = () =>
      new Error(`${this.#parts.system}: its record of changes gave nothing in ${PAGE_MS} ms`);
    using deadline = new Deadline(PAGE_MS, this.#parts.closing, late);
    return await unlessAborted(question(callFor(deadline.signal)), deadline.signal);
  }

  async #record(page: ChangeReport, from: string | null, token: number | null): Promise<Recorded> {
    const { log, system, entities, owners, counters, missed } = this.#parts;
    if (page.missed) missed();
    // Most polls find nothing, and need not write anything.
    else if (page.changes.length === 0 && page.position === from) return { is: 'recorded', cursors: [] };
    const changes = (await owners.complete(page.changes)).map((change) => ({ ...change, system }));
    // In the same step as the position, so that each loss is recorded exactly once.
    const lost = page.missed ? [invalidationOfSystem({ system, entities })] : [];
    const step = { source: system, from, to: page.position, token };
    const recorded = await log.append({ changes: [...lost, ...changes], step, name: null });
    if (recorded.is === 'recorded') countRecorded(counters, recorded.cursors.slice(lost.length));
    return recorded;
  }
}
