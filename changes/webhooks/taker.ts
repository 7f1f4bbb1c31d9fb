import type { ChangeEvent, Cursor } from '../event.ts';
import { matches, mayMatch, missedIn } from '../../datasources/change-filter.ts';
import { unlessAborted } from '../../datasources/rest/abort.ts';
import { CursorExpiredError, InvalidCursorError, type ChangeLog } from '../log.ts';
import type { Clock } from './clock.ts';
import type { Endpoint, Gap } from './endpoint.ts';
import type { SharedReads } from './shared-reads.ts';
import type { WebhookStore, Written } from './store.ts';

/** What an endpoint passes by without being sent any of it is noted after so many events, or so long. */
const MOST_AHEAD = 1_000;
const LONGEST_AHEAD_MS = 1_000;

/** What of the log is taken by what. */
export interface TakerParts {
  readonly store: Pick<WebhookStore, 'take'>;
  readonly reads: SharedReads;
  readonly log: Pick<ChangeLog, 'oldest'>;
  readonly clock: Clock;
}

/** What came of looking for more. */
export type Taken =
  /** These were taken; there may be more. With a gap, some were lost. */
  | { readonly is: 'taken'; readonly events: readonly ChangeEvent[]; readonly gap: Gap | null }
  | { readonly is: 'nothing' }
  /** The endpoint is not where it was thought to be, or is no longer ours. */
  | { readonly is: Exclude<Written, 'written'> };

/** Goes along the log for one endpoint, and makes deliveries of what it is to be sent. */
export class Taker {
  readonly #parts: TakerParts;
  readonly #endpoint: Endpoint;
  readonly #token: number;
  /** Up to where it is noted, and up to where it has been read. */
  #taken: Cursor;
  #read: Cursor;
  #ahead = 0;
  #notedAt: number;

  constructor(parts: TakerParts, endpoint: Endpoint, token: number) {
    this.#parts = parts;
    this.#endpoint = endpoint;
    this.#token = token;
    this.#taken = endpoint.taken;
    this.#read = endpoint.taken;
    this.#notedAt = parts.clock.now();
  }

  /** Takes what comes next. Rejects where the log or the store cannot be reached, and where `signal` aborts while it waits for the log. */
  async next(signal: AbortSignal): Promise<Taken> {
    try {
      const events = await unlessAborted(this.#parts.reads.after(this.#read), signal);
      const last = events.at(-1);
      return last ? await this.#take(events, last.cursor) : await this.#noteAhead();
    } catch (error) {
      if (error instanceof CursorExpiredError) return this.#skip(error.oldest);
      // A cursor of another log, as where Redis took the place of a file: nothing of it can be had.
      if (error instanceof InvalidCursorError) return this.#skip(await this.#parts.log.oldest());
      throw error;
    }
  }

  /** Notes how far it has come, so that nobody looks through it again. */
  async note(): Promise<void> {
    if (this.#read !== this.#taken) await this.#write(this.#read, []);
  }

  async #take(events: readonly ChangeEvent[], last: Cursor): Promise<Taken> {
    const wanted = events.filter((event) => matches(this.#endpoint.terms.filter, event));
    const gap = this.#gapIn(events);
    if (wanted.length > 0 || gap) return this.#write(last, wanted, gap);
    this.#ahead += events.length;
    this.#read = last;
    return this.#isFarAhead() ? this.#write(last, []) : { is: 'taken', events: [], gap: null };
  }

  /** Where a system did not tell of what the endpoint may have been to be sent; the last of several. */
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

  async #noteAhead(): Promise<Taken> {
    if (this.#read === this.#taken || !this.#isFarAhead()) return { is: 'nothing' };
    const taken = await this.#write(this.#read, []);
    return taken.is === 'taken' ? { is: 'nothing' } : taken;
  }

  #isFarAhead(): boolean {
    return this.#ahead >= MOST_AHEAD || this.#parts.clock.now() - this.#notedAt >= LONGEST_AHEAD_MS;
  }

  /** Where this rejects, nobody knows whether it was written: the next call begins with the same again, and finds out. */
  async #write(to: Cursor, events: readonly ChangeEvent[], gap: Gap | null = null): Promise<Taken> {
    const step = { from: this.#taken, to, events, gap };
    const written = await this.#parts.store.take(this.#endpoint.id, this.#token, step);
    if (written !== 'written') return { is: written };
    this.#taken = to;
    this.#read = to;
    this.#ahead = 0;
    this.#notedAt = this.#parts.clock.now();
    return { is: 'taken', events, gap };
  }

  #skip(oldest: Cursor): Promise<Taken> {
    return this.#write(oldest, [], { after: this.#read, until: oldest, at: this.#parts.clock.now() });
  }
}
