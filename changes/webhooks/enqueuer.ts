import type { ChangeEvent, Cursor } from '../event.ts';
import { matches, mayMatch, missedIn } from '../../datasources/change-filter.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import type { ChangeLog } from '../log.ts';
import { InvalidCursorError } from '../errors/invalid-cursor.ts';
import { CursorExpiredError } from '../errors/cursor-expired.ts';
import type { Clock } from '../clock.ts';
import type { Endpoint, Gap } from './endpoint.ts';
import type { SharedReads } from './shared-reads.ts';
import type { WebhookStore, Written } from './store.ts';

/** Progress past events that an endpoint does not want is recorded after this many events, or this long. */
const MAX_AHEAD = 1_000;
const MAX_AHEAD_MS = 1_000;

/** The dependencies of an enqueuer. */
export interface EnqueuerParts {
  readonly store: Pick<WebhookStore, 'take'>;
  readonly reads: SharedReads;
  readonly log: Pick<ChangeLog, 'oldest'>;
  readonly clock: Clock;
}

/** The outcome of looking for more events. */
export type EnqueueOutcome =
  /** These were taken; there may be more. If there is a gap, some were lost. */
  | { readonly is: 'taken'; readonly events: readonly ChangeEvent[]; readonly gap: Gap | null }
  | { readonly is: 'nothing' }
  /** The endpoint is not at the expected cursor, or no longer held by this process. */
  | { readonly is: Exclude<Written, 'written'> };

/** Advances through the log for one endpoint, creating a delivery for each event it wants. */
export class Enqueuer {
  readonly #parts: EnqueuerParts;
  readonly #endpoint: Endpoint;
  readonly #token: number;
  /** The cursor recorded in the store, and the cursor up to which the log has been read. */
  #taken: Cursor;
  #read: Cursor;
  #ahead = 0;
  #notedAt: number;

  constructor(parts: EnqueuerParts, endpoint: Endpoint, token: number) {
    this.#parts = parts;
    this.#endpoint = endpoint;
    this.#token = token;
    this.#taken = endpoint.taken;
    this.#read = endpoint.taken;
    this.#notedAt = parts.clock.now();
  }

  /** Takes the next events. Rejects if the log or the store cannot be reached, or if `signal` aborts while waiting for the log. */
  async next(signal: AbortSignal): Promise<EnqueueOutcome> {
    try {
      const events = await unlessAborted(this.#parts.reads.after(this.#read), signal);
      const last = events.at(-1);
      return last ? await this.#take(events, last.cursor) : await this.#recordProgress();
    } catch (error) {
      if (error instanceof CursorExpiredError) return this.#skip(error.oldest);
      // The cursor is from another log, for example because Redis has replaced a file: nothing after it can be read.
      if (error instanceof InvalidCursorError) return this.#skip(await this.#parts.log.oldest());
      throw error;
    }
  }

  /** Records how far it has come, so that those events are not read again. */
  async note(): Promise<void> {
    if (this.#read !== this.#taken) await this.#write(this.#read, []);
  }

  async #take(events: readonly ChangeEvent[], last: Cursor): Promise<EnqueueOutcome> {
    const wanted = events.filter((event) => matches(this.#endpoint.terms.filter, event));
    const gap = this.#gapIn(events);
    if (wanted.length > 0 || gap) return this.#write(last, wanted, gap);
    this.#ahead += events.length;
    this.#read = last;
    return this.#isFarAhead() ? this.#write(last, []) : { is: 'taken', events: [], gap: null };
  }

  /** The gap left by a system that did not report changes the endpoint may have wanted; the last one if there are several. */
  #gapIn(events: readonly ChangeEvent[]): Gap | null {
    const { filter } = this.#endpoint.terms;
    const at = events.findLastIndex((event) => {
      const missed = missedIn(event);
      return missed !== null && mayMatch(filter, missed);
    });
    const found = events[at];
    if (!found) return null;
    return { after: events[at - 1]?.cursor ?? this.#read, until: found.cursor, at: this.#parts.clock.now() };
  }

  async #recordProgress(): Promise<EnqueueOutcome> {
    if (this.#read === this.#taken || !this.#isFarAhead()) return { is: 'nothing' };
    const taken = await this.#write(this.#read, []);
    return taken.is === 'taken' ? { is: 'nothing' } : taken;
  }

  #isFarAhead(): boolean {
    return this.#ahead >= MAX_AHEAD || this.#parts.clock.now() - this.#notedAt >= MAX_AHEAD_MS;
  }

  /** If this rejects, it is unknown whether the write took effect: the next call starts with the same write again, and finds out. */
  async #write(to: Cursor, events: readonly ChangeEvent[], gap: Gap | null = null): Promise<EnqueueOutcome> {
    const step = { from: this.#taken, to, events, gap };
    const written = await this.#parts.store.take(this.#endpoint.id, this.#token, step);
    if (written !== 'written') return { is: written };
    this.#taken = to;
    this.#read = to;
    this.#ahead = 0;
    this.#notedAt = this.#parts.clock.now();
    return { is: 'taken', events, gap };
  }

  #skip(oldest: Cursor): Promise<EnqueueOutcome> {
    return this.#write(oldest, [], { after: this.#read, until: oldest, at: this.#parts.clock.now() });
  }
}
