import type { ChainableCommander, Redis } from 'ioredis';
import { answersOf } from '../../datasources/redis/answers.ts';
import { cursorOf, type ParsedCursor } from '../cursor.ts';
import { readableIn } from '../entry.ts';
import type { ChangeEvent } from '../event.ts';
import type { Keys } from './keys.ts';
import { begin, isLost } from './life.ts';

/** An event in the stream: its id and its fields, `p`, the id before it, and `e`, its entry, in this order. */
export type StreamEntry = readonly [
  id: string,
  fields: readonly [p: string, previous: string, e: string, entry: string],
];

/** The bounds of the log at one moment. */
export interface LogBounds {
  readonly newest: ParsedCursor;
  /** The offset after which the log is still complete. */
  readonly oldest: ParsedCursor;
}

/** What the log has after an offset. */
export type Page =
  | { readonly is: 'reached'; readonly events: readonly ChangeEvent[] }
  /** What came next is lost, or cannot be read; what the log still has comes after `from`. */
  | { readonly is: 'lost'; readonly from: ParsedCursor; readonly oldest: ParsedCursor };

/** The current bounds of the log, which is started over if it was lost. */
export async function boundsOf(redis: Redis, keys: Keys): Promise<LogBounds> {
  const answers = await answersOf(askBounds(redis.pipeline(), keys));
  const bounds = boundsIn(answers);
  if (bounds) return bounds;
  await begin(redis, keys);
  return boundsOf(redis, keys);
}

/**
 * Reads at most `limit` events after an offset. The offset counts as reached if its event is still there, or was the last to be trimmed. Any
 * other id belongs to the log's past, or to a future that it lost, when Redis came back with an earlier snapshot.
 *
 * The commands run in order, but other clients' commands may run in between. Events are read first: if their offset is found after that, it
 * was there when they were read. (`MULTI` would prevent interleaving, but a full Redis rejects it.)
 */
export async function pageAfter(redis: Redis, keys: Keys, after: ParsedCursor, limit: number): Promise<Page> {
  const question = redis
    .pipeline()
    .xrange(keys.events, `(${after.offset}`, '+', 'COUNT', Math.max(1, limit))
    .xrevrange(keys.events, after.offset, '-', 'COUNT', 1);
  const [entries, nearest, ...rest] = (await answersOf(askBounds(question, keys))) as [
    readonly StreamEntry[],
    readonly StreamEntry[],
    ...unknown[],
  ];
  const bounds = boundsIn(rest);
  if (!bounds) {
    await begin(redis, keys);
    return pageAfter(redis, keys, after, limit);
  }
  const { oldest } = bounds;
  if (after.life !== oldest.life) return { is: 'lost', from: oldest, oldest };
  const offset = nearest[0]?.[0] ?? oldest.offset;
  if (after.offset === offset) return pageOf(entries.slice(0, limit), after.life);
  return { is: 'lost', from: { life: oldest.life, offset }, oldest };
}

/** Whether an entry directly follows an offset, with nothing lost in between. */
export function follows([, [, previous]]: StreamEntry, { offset }: ParsedCursor): boolean {
  return previous === offset;
}

/** Converts entries that directly follow an offset to a page. It ends before the first that cannot be read; if that comes next, it is lost. */
export function pageOf(entries: readonly StreamEntry[], life: string): Page {
  const events = readableIn(
    entries.map(([offset, [, , , text]]) => ({
      text,
      cursor: cursorOf({ life, offset }),
      recordedAt: parseInt(offset, 10),
    })),
  );
  const [next] = entries;
  if (!next || events.length > 0) return { is: 'reached', events };
  const from = { life, offset: next[0] };
  return { is: 'lost', from, oldest: from };
}

/** Asks for the newest before the oldest: if an event is added in between, its predecessor is the newest that was read. */
function askBounds(question: ChainableCommander, keys: Keys): ChainableCommander {
  return question
    .hmget(keys.log, 'life', 'last')
    .exists(keys.events)
    .xrange(keys.events, '-', '+', 'COUNT', 1);
}

/** Parses the bounds; null if the log was lost. */
function boundsIn(answers: readonly unknown[]): LogBounds | null {
  const [[life, last], exists, first] = answers as [
    [string | null, string | null],
    number,
    readonly StreamEntry[],
  ];
  if (life === null || last === null || isLost(life, last, exists === 1)) return null;
  return { newest: { life, offset: last }, oldest: { life, offset: first[0]?.[1][1] ?? last } };
}
