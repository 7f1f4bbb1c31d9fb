import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { cursorOf } from '../cursor.ts';
import type { Cursor } from '../event.ts';
import type { Keys } from './keys.ts';
import { LUA_LIFE, lifeArgs } from './life.ts';
import { PATIENCE_MS } from './term.ts';

/** A replica as it stands on the roll. */
export interface Entry {
  readonly id: string;
  /** Another one each time that it calls: the number of the call and the cursor up to which it has dropped what was touched. */
  readonly value: string;
}

/** What is called out. */
export interface Call {
  /** The `run_id` of the server, as far as this connection goes. */
  readonly run: string;
  readonly id: string;
  /** How this replica is to stand on the roll; null where it is not to. */
  readonly value: string | null;
  /** Replicas that have not called for longer than all have patience: they are struck off, unless they have called since. */
  readonly silent: readonly Entry[];
}

/** What the roll says. */
export interface Roll {
  /** The newest cursor of the log. */
  readonly newest: Cursor;
  /**
   * Whether it may lack somebody: it has begun anew, with the log or with its server, less than everybody's patience ago. Who was on it
   * before is on it again by the end of that, or counts on nothing any more.
   */
  readonly isYoung: boolean;
  readonly entries: readonly Entry[];
}

/**
 * KEYS: log, events, replicas. ARGV: new life, its beginning, run, id, value or nothing, then for each that is silent its id and value.
 *
 * The roll is a hash: each replica's value by its id; ` era`, the run of the server and the life of the log for which it is good; and
 * ` since`, the time at which that began. It is one step, so that what it says of the others was so after all that `newest` knows of.
 */
const CALL = new Script(`${LUA_LIFE}
local roll, era = KEYS[3], ARGV[3] .. ' ' .. life
if redis.call('HGET', roll, ' era') ~= era then
  redis.call('DEL', roll)
  redis.call('HSET', roll, ' era', era, ' since', now)
end
for i = 6, #ARGV, 2 do
  if redis.call('HGET', roll, ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', roll, ARGV[i]) end
end
if ARGV[5] == '' then redis.call('HDEL', roll, ARGV[4]) else redis.call('HSET', roll, ARGV[4], ARGV[5]) end
return { life, last, whole(now - redis.call('HGET', roll, ' since')), redis.call('HGETALL', roll) }`);

/** Calls the roll, as one step. */
export async function callRoll(redis: Redis, keys: Keys, { run, id, value, silent }: Call): Promise<Roll> {
  const others = silent.flatMap((entry) => [entry.id, entry.value]);
  const args = [...lifeArgs(), run, id, value ?? '', ...others];
  const answer = await CALL.run(redis, [keys.log, keys.events, keys.replicas], args);
  const [life, place, ageMs, fields] = answer as [string, string, string, readonly string[]];
  return {
    newest: cursorOf({ life, place }),
    isYoung: Number(ageMs) < PATIENCE_MS,
    entries: entriesIn(fields),
  };
}

/** Strikes a replica off. */
export async function strikeOff(redis: Redis, keys: Keys, id: string): Promise<void> {
  await redis.hdel(keys.replicas, id);
}

function entriesIn(fields: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [id = '', value = ''] = [fields[at], fields[at + 1]];
    if (!id.startsWith(' ')) entries.push({ id, value });
  }
  return entries;
}
