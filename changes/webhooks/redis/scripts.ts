import { Script } from '../../../datasources/redis/script.ts';
import { LUA_WRITE } from '../../redis/life.ts';
import { MAX_KEPT } from '../store.ts';

/** Names for KEYS in the order of {@link Keys.of}. */
const LUA_KEYS = `
local endpoint, deliveries, pending, delivered, failed = unpack(KEYS)`;

/** KEYS: endpoint, endpoints. ARGV: most, id, time, then fields and values. */
export const CREATE = new Script(`${LUA_WRITE}
if redis.call('EXISTS', KEYS[1]) == 1 then return 'known' end
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[1]) then return 'full' end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
return 'created'`);

/** KEYS: endpoint. ARGV: the version that it must have, or nothing; fields and values. Returns 1 if it was changed. */
export const CHANGE = new Script(`${LUA_WRITE}
local version = redis.call('HGET', KEYS[1], 'version')
if not version or (ARGV[1] ~= '' and ARGV[1] ~= version) then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('HINCRBY', KEYS[1], 'version', 1)
return 1`);

/** KEYS: endpoint. ARGV: cursor. Cursors are compared as `compareCursors` does. Returns 1 unless the endpoint is gone. */
export const REWIND = new Script(`${LUA_WRITE}
local taken = redis.call('HGET', KEYS[1], 'taken')
if not taken then return 0 end
local function parts(cursor)
  local life, major, minor = string.match(cursor, '^(.*)%.(%d+)%-?(%d*)$')
  return life, tonumber(major), tonumber(minor) or 0
end
local life, major, minor = parts(taken)
local toLife, toMajor, toMinor = parts(ARGV[1])
local isBehind = life and life == toLife and (major < toMajor or (major == toMajor and minor < toMinor))
if not isBehind then
  redis.call('HSET', KEYS[1], 'taken', ARGV[1])
  redis.call('HINCRBY', KEYS[1], 'version', 1)
end
return 1`);

/** KEYS: those of the endpoint. ARGV: 1 if failed deliveries are to be retried as well. */
export const REVIVE = new Script(`${LUA_WRITE}${LUA_KEYS}
if redis.call('EXISTS', endpoint) == 0 then return end
redis.call('HINCRBY', endpoint, 'version', 1)
if ARGV[1] == '1' then
  redis.call('ZUNIONSTORE', pending, 2, pending, failed, 'AGGREGATE', 'MAX')
  redis.call('DEL', failed)
end
for _, place in ipairs(redis.call('ZRANGE', pending, 0, -1)) do
  local attempts = string.match(redis.call('HGET', deliveries, 's' .. place), '^%d+ %d+ (.*)$')
  redis.call('HSET', deliveries, 's' .. place, '0 0 ' .. attempts)
end`);

/** KEYS: those of the endpoint, endpoints. ARGV: id. */
export const REMOVE = new Script(`
redis.call('ZREM', KEYS[6], ARGV[1])
return redis.call('UNLINK', unpack(KEYS, 1, 5))`);

/**
 * KEYS: endpoints' hashes. ARGV: owner, milliseconds. Returns for each its token and version, or nothing if another owner holds it. A token
 * is at least the current time, so that tokens keep increasing even if the last one was lost. A lease that ends later than one taken now has
 * outlived a clock that was set back.
 */
export const HOLD = new Script(`${LUA_WRITE}
local answers = {}
for i, key in ipairs(KEYS) do
  local version, token, owner, till = unpack(redis.call('HMGET', key, 'version', 'token', 'owner', 'till'))
  local left = tonumber(till or now) - now
  local isHeld = owner and left > 0 and left <= tonumber(ARGV[2])
  if not version or (isHeld and owner ~= ARGV[1]) then
    answers[i] = false
  else
    if not isHeld then token = whole(math.max((tonumber(token or nil) or 0) + 1, now)) end
    redis.call('HSET', key, 'token', token, 'owner', ARGV[1], 'till', whole(now + ARGV[2]))
    answers[i] = { token, version }
  end
end
return answers`);

/** KEYS: endpoints' hashes. ARGV: owner. */
export const RELEASE = new Script(`
for _, key in ipairs(KEYS) do
  if redis.call('HGET', key, 'owner') == ARGV[1] then redis.call('HDEL', key, 'owner', 'till') end
end`);

/** KEYS: those of the endpoint. ARGV: token, from, to, gap or nothing; then lanes and events. */
export const TAKE = new Script(`${LUA_WRITE}${LUA_KEYS}
local token, taken, seq = unpack(redis.call('HMGET', endpoint, 'token', 'taken', 'seq'))
if token ~= ARGV[1] then return 'fenced' end
if taken ~= ARGV[2] then return 'elsewhere' end
seq = tonumber(seq)
for i = 5, #ARGV, 2 do
  seq = seq + 1
  local place = whole(seq)
  redis.call('HSET', deliveries, 'l' .. place, ARGV[i], 'e' .. place, ARGV[i + 1], 's' .. place, '0 0 []')
  redis.call('ZADD', pending, place, place)
end
redis.call('HSET', endpoint, 'taken', ARGV[3], 'seq', whole(seq))
if ARGV[4] ~= '' then redis.call('HSET', endpoint, 'gap', ARGV[4]) end
return 'written'`);

/**
 * KEYS: those of the endpoint. ARGV: token, place, state, status, the endpoint's new state or nothing, until when it is to be left alone or
 * nothing, the attempts counted before.
 */
export const SETTLE = new Script(`${LUA_WRITE}${LUA_KEYS}
local token, rests = unpack(redis.call('HMGET', endpoint, 'token', 'rests'))
local place, state = ARGV[2], ARGV[3]
if token ~= ARGV[1] then return 'fenced' end
if not redis.call('ZSCORE', pending, place) then return 'elsewhere' end
if state ~= 'delivered' then
  local schedule = string.match(redis.call('HGET', deliveries, 's' .. place), '^%d+ %d+ ')
  if string.match(schedule, '^%d+') ~= ARGV[7] then
    redis.call('HSET', deliveries, 's' .. place, schedule .. string.match(ARGV[4], '^%d+ %d+ (.*)$'))
    return 'elsewhere'
  end
end
redis.call('HSET', deliveries, 's' .. place, ARGV[4])
if state ~= 'pending' then
  local finished = state == 'failed' and failed or delivered
  redis.call('ZREM', pending, place)
  redis.call('ZADD', finished, place, place)
  for _, old in ipairs(redis.call('ZRANGE', finished, 0, -${MAX_KEPT + 1})) do
    redis.call('HDEL', deliveries, 'e' .. old, 'l' .. old, 's' .. old)
    redis.call('ZREM', finished, old)
  end
end
if ARGV[5] ~= '' and cjson.decode(redis.call('HGET', endpoint, 'state')).is == 'active' then
  redis.call('HSET', endpoint, 'state', ARGV[5])
  redis.call('HINCRBY', endpoint, 'version', 1)
end
if ARGV[6] ~= '' and tonumber(ARGV[6]) > tonumber(rests) then redis.call('HSET', endpoint, 'rests', ARGV[6]) end
return 'written'`);

/**
 * KEYS: those of the endpoint. ARGV: the highest place and the lowest, how many, states. Returns place, state, event and status of each,
 * newest first. It is one atomic step: between several, a delivery might appear in two states, or in none. (A full Redis rejects `MULTI`.)
 */
export const READ = new Script(`${LUA_KEYS}
local places, found, answers = { pending = pending, delivered = delivered, failed = failed }, {}, {}
for i = 4, #ARGV do
  local state = ARGV[i]
  local newest = redis.call('ZRANGE', places[state], ARGV[1], ARGV[2], 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[3])
  for _, place in ipairs(newest) do found[#found + 1] = { place, state } end
end
table.sort(found, function(one, other) return tonumber(one[1]) > tonumber(other[1]) end)
for i = 1, math.min(#found, ARGV[3]) do
  local place, state = unpack(found[i])
  answers[i] = { place, state, unpack(redis.call('HMGET', deliveries, 'e' .. place, 's' .. place)) }
end
return answers`);
