import type { ChainableCommander, Redis } from 'ioredis';
import { answersOf } from '../../datasources/redis/answers.ts';
import { cursorOf, type Spot } from '../cursor.ts';
import { eventOf } from '../entry.ts';
import type { ChangeEvent } from '../event.ts';
import type { Keys } from './keys.ts';
import { begin, isLost } from './life.ts';

/** An event in the stream: its id, and `p`, the id before it, and `e`, its entry, in this order. */
export type StreamEntry = readonly [
  id: string,
  fields: readonly [p: string, previous: string, e: string, entry: string],
];

/** The log at one moment. */
export interface Stand {
  readonly newest: Spot;
  /** After which all can still be had. */
  readonly oldest: Spot;
}

/** What there is after a place. */
export type Page =
  | { readonly is: 'reached'; readonly entries: readonly StreamEntry[] }
  /** The log has lost what came next; the first that it has comes after `from`. */
  | { readonly is: 'lost'; readonly from: Spot; readonly oldest: Spot };

/** The log as it is now, begun anew where it is lost. */
export async function standOf(redis: Redis, keys: Keys): Promise<Stand> {
  const answers = await answersOf(askStand(redis.pipeline(), keys));
  const stand = standIn(answers);
  if (stand) return stand;
  await begin(redis, keys);
  return standOf(redis, keys);
}

/**
 * At most `limit` events after a place. That is reached where its event is still there, or was the last to be trimmed. An id that is
 * neither is one of the log's past, or of a future that it lost: of a Redis that came back with a snapshot from before it.
 *
 * The commands run in their order, but others' may come between them. Events first: if their place is found after that, it was there
 * when they were read. (`MULTI` would keep others out, but a full Redis refuses it.)
 */
export async function pageAfter(redis: Redis, keys: Keys, after: Spot, limit: number): Promise<Page> {
  const question = redis
    .pipeline()
    .xrange(keys.events, `(${after.place}`, '+', 'COUNT', Math.max(1, limit))
    .xrevrange(keys.events, after.place, '-', 'COUNT', 1);
  const [entries, nearest, ...rest] = (await answersOf(askStand(question, keys))) as [
    readonly StreamEntry[],
    readonly StreamEntry[],
    ...unknown[],
  ];
  const stand = standIn(rest);
  if (!stand) {
    await begin(redis, keys);
    return pageAfter(redis, keys, after, limit);
  }
  const { oldest } = stand;
  if (after.life !== oldest.life) return { is: 'lost', from: oldest, oldest };
  const place = nearest[0]?.[0] ?? oldest.place;
  if (after.place === place) return { is: 'reached', entries: entries.slice(0, limit) };
  return { is: 'lost', from: { life: oldest.life, place }, oldest };
}

/** Whether an entry comes next after a place, with nothing lost in between. */
export function follows([, [, previous]]: StreamEntry, { place }: Spot): boolean {
  return previous === place;
}

/** Events of a life. */
export function eventsOf(entries: readonly StreamEntry[], life: string): readonly ChangeEvent[] {
  return entries.map(([place, [, , , entry]]) =>
    eventOf(entry, cursorOf({ life, place }), parseInt(place, 10)),
  );
}

/** The newest before the oldest: an event that comes in between has the one for its predecessor that was the newest. */
function askStand(question: ChainableCommander, keys: Keys): ChainableCommander {
  return question
    .hmget(keys.log, 'life', 'last')
    .exists(keys.events)
    .xrange(keys.events, '-', '+', 'COUNT', 1);
}

/** Null where the log is lost. */
function standIn(answers: readonly unknown[]): Stand | null {
  const [[life, last], exists, first] = answers as [
    [string | null, string | null],
    number,
    readonly StreamEntry[],
  ];
  if (life === null || last === null || isLost(life, last, exists === 1)) return null;
  return { newest: { life, place: last }, oldest: { life, place: first[0]?.[1][1] ?? last } };
}
