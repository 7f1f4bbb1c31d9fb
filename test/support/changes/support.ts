import type { ChangeEvent, Cursor, NewChange } from '../../../changes/event.ts';
import { DEDUPLICATION_MS, type Retention } from '../../../changes/limits.ts';
import type { ChangeLog, Follower, Recorded, Recording } from '../../../changes/log.ts';

/** Retention with which a log forgets nothing while a test runs. */
export const FAR: Retention = { maxEvents: 1_000_000, maxAgeMs: DEDUPLICATION_MS };

/** A change to an order of customer 42. */
export function change(id: string, more: Partial<NewChange> = {}): NewChange {
  return {
    system: 'commerce',
    entity: 'Order',
    id,
    kind: 'UPDATED',
    owners: { Customer: '42' },
    ownersUnknown: false,
    fields: [],
    occurredAt: '2026-01-31T12:00:00.000Z',
    key: null,
    ...more,
  };
}

/** A recording of changes to these orders, without a source. */
export function recording(ids: readonly string[], more: Partial<Recording> = {}): Recording {
  return { changes: ids.map((id) => change(id)), step: null, name: null, ...more };
}

/** A step of a source, without a lease. */
export function step(from: string | null, to: string, source = 'commerce'): Recording['step'] {
  return { source, from, to, token: null };
}

/** The numbers from `from` to before `to`, as text. */
export function numbers(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from }, (_, at) => String(from + at));
}

/** The ids of the objects that changed. */
export function idsOf(events: readonly ChangeEvent[]): readonly string[] {
  return events.map(({ id }) => id);
}

/** The cursors of a recording whose changes were all new. */
export function cursorsIn(recorded: Recorded): readonly Cursor[] {
  if (recorded.is !== 'recorded') throw new Error(`expected it to be recorded: ${recorded.is}`);
  return recorded.cursors.map((cursor) => {
    if (cursor === null) throw new Error('expected each change to be new');
    return cursor;
  });
}

/** All events after a cursor, read in pages. */
export async function allAfter(
  log: ChangeLog,
  after: Cursor,
  limit = 1_000,
): Promise<readonly ChangeEvent[]> {
  const all: ChangeEvent[] = [];
  for (;;) {
    const page = await log.read(all.at(-1)?.cursor ?? after, limit);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Follows a log and notes everything that it receives. */
export class Listener implements AsyncDisposable {
  readonly events: ChangeEvent[] = [];
  /** The cursors to continue from that it was given, one for each loss of events. */
  readonly lost: Cursor[] = [];
  readonly #end = new AbortController();
  readonly #done: Promise<void>;
  #changed = Promise.withResolvers<undefined>();

  /** `work` handles each batch. */
  constructor(log: ChangeLog, after: Cursor, work: Follower['events'] = async () => undefined) {
    const follower: Follower = {
      events: async (events) => {
        this.events.push(...events);
        this.#notify();
        await work(events);
      },
      lost: async (from) => {
        this.lost.push(from);
        this.#notify();
      },
    };
    this.#done = log.follow(after, follower, this.#end.signal);
  }

  get ids(): readonly string[] {
    return idsOf(this.events);
  }

  /** Waits until `holds` is true of it. */
  async until(holds: (listener: this) => boolean): Promise<void> {
    while (!holds(this)) await this.#changed.promise;
  }

  /** Waits until it has received this many events. */
  async heard(count: number): Promise<void> {
    await this.until(({ events }) => events.length >= count);
  }

  /** Stops following; resolves when `follow` does. */
  async leave(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  #notify(): void {
    this.#changed.resolve(undefined);
    this.#changed = Promise.withResolvers();
  }
}
