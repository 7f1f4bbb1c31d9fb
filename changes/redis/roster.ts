import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { cursorOf } from '../cursor.ts';
import type { Cursor } from '../event.ts';
import type { Keys } from './keys.ts';
import { LUA_LIFE, lifeArgs } from './life.ts';
import { SILENCE_TIMEOUT_MS } from './cache-lease.ts';

/** A replica's entry on the roster. */
export interface RosterEntry {
  readonly id: string;
  /** Differs on each heartbeat: its number, and the cursor up to which the replica has dropped what changed. */
  readonly value: string;
}

/** The arguments of one heartbeat. */
export interface Heartbeat {
  /** The `run_id` of the server, as known for this connection. */
  readonly run: string;
  readonly id: string;
  /** The value of this replica's entry; null if it must not be on the roster. */
  readonly value: string | null;
  /** Replicas that have sent no heartbeat for longer than the timeout: they are removed, unless they have sent one since. */
  readonly silent: readonly RosterEntry[];
}

/** The state of the roster. */
export interface Roster {
  /** The newest cursor of the log. */
  readonly newest: Cursor;
  /**
   * Whether replicas may be missing from it: it started over, with the log or with its server, more recently than the timeout. By the end
   * of that period, a replica that was on it before has either rejoined or stopped serving from its caches.
   */
  readonly isYoung: boolean;
  readonly entries: readonly RosterEntry[];
}

/**
 * KEYS: log, events, replicas. ARGV: new life, its beginning, run, id, value or nothing, then the id and value of each silent replica.
 *
 * The roster is a hash: each replica's value by its id; ` era`, the server run and log life for which it is valid; and ` since`, the time
 * at which that era began, by a clock that may be set back. It is one atomic step, so what it says of the others held after everything that
 * `newest` covers.
 */
const CALL = new Script(`${LUA_LIFE}
local roster, era = KEYS[3], ARGV[3] .. ' ' .. life
if redis.call('HGET', roster, ' era') ~= era then
  redis.call('DEL', roster)
  redis.call('HSET', roster, ' era', era, ' since', now)
elseif tonumber(redis.call('HGET', roster, ' since')) > now then
  redis.call('HSET', roster, ' since', now)
end
for i = 6, #ARGV, 2 do
  if redis.call('HGET', roster, ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', roster, ARGV[i]) end
end
if ARGV[5] == '' then redis.call('HDEL', roster, ARGV[4]) else redis.call('HSET', roster, ARGV[4], ARGV[5]) end
return { life, last, whole(now - redis.call('HGET', roster, ' since')), redis.call('HGETALL', roster) }`);

/** Updates and reads the roster in one step. */
export async function heartbeat(
  redis: Redis,
  keys: Keys,
  { run, id, value, silent }: Heartbeat,
): Promise<Roster> {
  const others = silent.flatMap((entry) => [entry.id, entry.value]);
  const args = [...lifeArgs(), run, id, value ?? '', ...others];
  const answer = await CALL.run(redis, [keys.log, keys.events, keys.replicas], args);
  const [life, offset, ageMs, fields] = answer as [string, string, string, readonly string[]];
  return {
    newest: cursorOf({ life, offset }),
    isYoung: Number(ageMs) < SILENCE_TIMEOUT_MS,
    entries: entriesIn(fields),
  };
}

/** Removes a replica from the roster. */
export async function removeReplica(redis: Redis, keys: Keys, id: string): Promise<void> {
  await redis.hdel(keys.replicas, id);
}

function entriesIn(fields: readonly string[]): readonly RosterEntry[] {
  const entries: RosterEntry[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [id = '', value = ''] = [fields[at], fields[at + 1]];
    if (!id.startsWith(' ')) entries.push({ id, value });
  }
  return entries;
}
