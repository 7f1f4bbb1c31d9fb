import type { TierWrite } from '../tier.ts';
import { headerEnd, longestOf } from './value.ts';
import type { Link } from './link.ts';
import { CLOCK, FLOOR, type Names } from './names.ts';
import { Script } from '../../redis/script.ts';

/** The first five numbers of a header fit into these first bytes: they have 16 digits at most. */
const HEAD_BYTES = 100;
/** The limits of one script: it blocks all other clients for a millisecond or two. */
const MAX_VALUES = 200;
const MAX_UNITS = 512 * 1_024;
/** A tag counts as this many units, however short: it costs as much as a few arguments. */
const UNITS_A_TAG = 64;
/** Values with more tags than this are not stored. */
const MAX_TAGS = 10_000;
/** Text longer than this, in UTF-16 code units, is not stored: Redis is no place for it. */
const MAX_TEXT_LENGTH = 1_024 * 1_024;

/**
 * KEYS: record, the keys of the values, the keys of their claims. ARGV: member, life, moment, time of sending, token; then for each value
 * its age, hard age, end of header, text, number of tags, tags.
 *
 * Stores each value whose fill began in this life and after the last eviction of each of its tags. Everything is compared when the script
 * runs, so it does not matter how late the command arrives: one that was given up as too late, and arrives after an eviction, stores
 * nothing. Its delay is added to the age of the values, though.
 *
 * An existing value stays, and counts as stored, if it is younger and stays fresh for at least as long: a slow read may end after a fast
 * one that began later, with older data. The existing value's fill must not have begun before this one's, so that no eviction invalidates
 * the existing value alone.
 *
 * If Redis is full, a SET fails: the claims end anyway, and the error is returned after that.
 */
const STORE = new Script(`
local function whole(number) return string.format('%.0f', number) end
local record, count, began = KEYS[1], (#KEYS - 1) / 2, tonumber(ARGV[3])
local scores = redis.call('ZMSCORE', record, ARGV[1], '${CLOCK}', '${FLOOR}')
local life, clock, floor = tonumber(scores[1] or nil), tonumber(scores[2] or nil), tonumber(scores[3] or nil)
local open = life and clock and floor and life == tonumber(ARGV[2]) and floor <= began and began <= clock
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local late = math.max(0, math.floor((now - ARGV[4]) / 1000))
local front = ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. whole(now) .. ' '
local function isOutdone(key, age, soft)
  local life, since, at, was, fresh = string.match(redis.call('GETRANGE', key, 0, ${HEAD_BYTES - 1}), '^(%d+) (%d+) (%d+) (%d+) (%d+) ')
  if life ~= ARGV[2] or tonumber(since) < began then return false end
  local is = was + (now - at) / 1000
  return is < age and fresh - is >= soft - age
end
local stored, refused, failure = 0, 0, false
local at = 6
for i = 1, count do
  local age, tags = ARGV[at] + late, tonumber(ARGV[at + 4])
  local valid = open and age < tonumber(ARGV[at + 1])
  for from = at + 5, at + 4 + tags, 1000 do
    if not valid then break end
    local to = math.min(from + 999, at + 4 + tags)
    for _, version in ipairs(redis.call('ZMSCORE', record, unpack(ARGV, from, to))) do
      if version and tonumber(version) > began then valid = false end
    end
  end
  if valid and not isOutdone(KEYS[1 + i], age, string.match(ARGV[at + 2], '^%d+')) then
    local text = front .. whole(age) .. ' ' .. ARGV[at + 2] .. ARGV[at + 3]
    local done = redis.pcall('SET', KEYS[1 + i], text, 'PX', whole(ARGV[at + 1] - age))
    if done.err then failure = done; valid = false end
  end
  if valid then stored = stored + 1 else refused = refused + 1 end
  local claim = KEYS[1 + count + i]
  if valid or redis.call('GET', claim) == ARGV[5] then redis.call('DEL', claim) end
  at = at + 5 + tags
end
return failure or { stored, refused }`);

/** The outcome of storing values. */
export interface Stored {
  readonly stored: number;
  /** Refused because a dependency was evicted since, or because the value was too old on arrival. */
  readonly refused: number;
}

/** Stores values in portions; adds to `missed` the keys that were not tried, or failed: their claims may still stand. */
export async function storeAll(
  link: Link,
  names: Names,
  values: readonly TierWrite[],
  { began, token, missed }: { readonly began: number; readonly token: string; readonly missed: string[] },
): Promise<Stored> {
  let sum: Stored = { stored: 0, refused: 0 };
  const usable = values.filter(isUsable);
  if (usable.length < values.length)
    missed.push(...values.filter((one) => !isUsable(one)).map(({ key }) => key));
  for (const portion of portionsOf(usable)) {
    const done = await storePortion(link, names, portion, began, token);
    if (done) sum = { stored: sum.stored + done.stored, refused: sum.refused + done.refused };
    else missed.push(...portion.map(({ key }) => key));
  }
  return sum;
}

async function storePortion(
  link: Link,
  names: Names,
  values: readonly TierWrite[],
  began: number,
  token: string,
): Promise<Stored | undefined> {
  const keys = [
    names.record,
    ...values.map(({ key }) => names.value(key)),
    ...values.map(({ key }) => names.claim(key)),
  ];
  const answer = await link.ask((redis, { member, life }) => {
    const args: (string | number)[] = [member, life, began, link.time, token];
    for (const value of values) {
      args.push(
        Math.ceil(value.ageMs),
        longestOf(value.hardMs),
        headerEnd(value),
        value.text,
        value.tags.length,
        ...value.tags,
      );
    }
    return STORE.run(redis, keys, args);
  });
  if (answer === undefined) return undefined;
  const [stored = 0, refused = 0] = answer as number[];
  return { stored, refused };
}

function isUsable({ text, tags, ageMs, hardMs }: TierWrite): boolean {
  return ageMs < longestOf(hardMs) && text.length <= MAX_TEXT_LENGTH && tags.length <= MAX_TAGS;
}

function* portionsOf(values: readonly TierWrite[]): Iterable<readonly TierWrite[]> {
  let portion: TierWrite[] = [];
  let units = 0;
  for (const value of values) {
    const more = value.text.length + value.tags.length * UNITS_A_TAG;
    if (portion.length === MAX_VALUES || (portion.length > 0 && units + more > MAX_UNITS)) {
      yield portion;
      portion = [];
      units = 0;
    }
    portion.push(value);
    units += more;
  }
  if (portion.length > 0) yield portion;
}
