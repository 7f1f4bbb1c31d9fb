import type { Redis } from 'ioredis';
import { Script } from '../../datasources/redis/script.ts';
import { cursorOf } from '../cursor.ts';
import { entryOf } from '../entry.ts';
import { DEDUPLICATION_MS, type Retention } from '../limits.ts';
import type { Recorded, Recording } from '../log.ts';
import { nameOfChange, nameOfRecording } from '../names.ts';
import { shortName, type Keys } from './keys.ts';
import { LUA_LIFE, lifeArgs } from './life.ts';

/** How far back a log in Redis reaches. */
export interface RedisRetention extends Retention {
  /** The most names that are remembered. */
  readonly maxNames: number;
}

/**
 * KEYS: log, events, names. ARGV: new life, its beginning, maximum number of events, maximum age in milliseconds, how many milliseconds a
 * name is remembered; name of the recording; source, whether it must be at a position, that position, the next one, token; maximum number
 * of names; then the name and entry of each change. An empty string stands for none.
 *
 * Everything is checked before anything is written: once writing starts, nothing is refused. The script itself bounds how many names are
 * forgotten at a time; Redis bounds how many events are.
 */
const APPEND = new Script(`${LUA_LIFE}
local names, once, source = KEYS[3], ARGV[6], ARGV[7]
local function isKnown(name)
  local at = name ~= '' and redis.call('ZSCORE', names, name)
  return at and tonumber(at) > now - ARGV[5]
end
if source ~= '' and ARGV[11] ~= '' and redis.call('HGET', log, 'token:' .. source) ~= ARGV[11] then
  return { 'fenced' }
end
if isKnown(once) then return { 'known' } end
if source ~= '' then
  local position = redis.call('HGET', log, 'at:' .. source)
  local expected = ARGV[8] == '1' and ARGV[9]
  if position ~= expected then return { 'elsewhere', position } end
end
local answer = { 'recorded', life }
for i = 13, #ARGV, 2 do
  local name = ARGV[i]
  if isKnown(name) then
    answer[#answer + 1] = ''
  else
    last = redis.call('XADD', events, '*', 'p', last, 'e', ARGV[i + 1])
    if name ~= '' then redis.call('ZADD', names, now, name) end
    answer[#answer + 1] = last
  end
end
redis.call('HSET', log, 'last', last)
if source ~= '' then redis.call('HSET', log, 'at:' .. source, ARGV[10]) end
if once ~= '' then redis.call('ZADD', names, now, once) end
redis.call('XTRIM', events, 'MAXLEN', '~', ARGV[3])
redis.call('XTRIM', events, 'MINID', '~', whole(now - ARGV[4]))
local old = redis.call('ZRANGEBYSCORE', names, '-inf', whole(now - ARGV[5]), 'LIMIT', 0, math.min(1000, 100 + #ARGV))
if #old > 0 then redis.call('ZREM', names, unpack(old)) end
local over = redis.call('ZCARD', names) - ARGV[12]
if over > 0 then redis.call('ZPOPMIN', names, math.min(over, 1000)) end
return answer`);

/** Records in one step. Safe to retry as long as the offset or the names show that it was done. */
export async function append(
  redis: Redis,
  keys: Keys,
  recording: Recording,
  { maxEvents, maxAgeMs, maxNames }: RedisRetention,
): Promise<Recorded> {
  const args = [...lifeArgs(), maxEvents, maxAgeMs, DEDUPLICATION_MS, ...argsOf(recording, maxNames)];
  const answer = (await APPEND.run(redis, [keys.log, keys.events, keys.names], args)) as Answer;
  switch (answer[0]) {
    case 'known':
    case 'fenced':
      return { is: answer[0] };
    case 'elsewhere':
      return { is: 'elsewhere', position: answer[1] };
    case 'recorded': {
      const [, life, ...offsets] = answer;
      const cursors = offsets.map((offset) => (offset === '' ? null : cursorOf({ life, offset })));
      return { is: 'recorded', cursors };
    }
  }
}

type Answer =
  | readonly ['recorded', life: string, ...offsets: string[]]
  | readonly ['known']
  | readonly ['elsewhere', position: string | null]
  | readonly ['fenced'];

function argsOf({ changes, step, name: given }: Recording, maxNames: number): readonly (string | number)[] {
  const source = step
    ? [step.source, step.from === null ? '' : '1', step.from ?? '', step.to, step.token ?? '']
    : ['', '', '', '', ''];
  const name = shortName(nameOfRecording(given));
  const entries = changes.flatMap((change) => [shortName(nameOfChange(change)), entryOf(change)]);
  return [name, ...source, maxNames, ...entries];
}
