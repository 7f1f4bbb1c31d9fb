import type { TierLookup, TierCount, Tag } from '../tier.ts';
import { parseJson } from '../../parse-json.ts';
import { answersOf } from '../../redis/answers.ts';
import { parseValue, valueIn } from './value.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { askVersions, versionsIn, type Versions } from './versions.ts';

const KEYS_A_PAGE = 200;
/** These first bytes contain the header with its tags, unless a value has hundreds of tags. */
const HEADER_BYTES = 4_096;
const MAX_HEADER_BYTES = 1_024 * 1_024;
const MAX_COUNT_MS = 5_000;

/**
 * Takes a snapshot now. The function it resolves with counts the values that carried one of these tags at that time and could be used, by
 * scanning all of them. After five seconds, or if Redis fails during the scan, the count covers what was scanned until then.
 */
export async function countingOf(
  link: Link,
  names: Names,
  tags: readonly Tag[],
): Promise<() => Promise<TierCount>> {
  const before = await versionsOf(link, names, [{ tags }]);
  return async () => (before ? walk(link, names, new Set(tags), before) : { values: 0, isComplete: false });
}

async function walk(link: Link, names: Names, tags: ReadonlySet<Tag>, before: Versions): Promise<TierCount> {
  const end = performance.now() + MAX_COUNT_MS;
  const seen = new Set<string>();
  let values = 0;
  let cursor = '0';
  do {
    const from = cursor;
    const page = await link.ask((redis) => redis.scan(from, 'MATCH', names.allValues, 'COUNT', KEYS_A_PAGE));
    if (!page) return { values, isComplete: false };
    // SCAN may return a key twice.
    const keys = page[1].filter((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    const counted = await countAmong(link, names, keys, tags, before);
    if (counted === null) return { values, isComplete: false };
    values += counted;
    cursor = page[0];
  } while (cursor !== '0' && performance.now() < end);
  return { values, isComplete: cursor === '0' };
}

/** Resolves with null if Redis fails. */
async function countAmong(
  link: Link,
  names: Names,
  keys: readonly string[],
  tags: ReadonlySet<Tag>,
  before: Versions,
): Promise<number | null> {
  if (keys.length === 0) return 0;
  const headers = await headersOf(link, keys);
  if (!headers) return null;
  const carrying = headers
    .map((header) => ({ header, tags: tagsIn(header) }))
    .filter((one) => one.tags.some((tag) => tags.has(tag)));
  if (carrying.length === 0) return 0;
  const now = await versionsOf(link, names, carrying);
  if (now?.life !== before.life) return null;
  const then = asThen(now, before, tags);
  return carrying.filter((one) => valueIn(one.header, one, then)).length;
}

/** The record as it is now, except that these tags, and everything stored since, are as they were before. */
function asThen(
  now: Versions,
  before: Versions,
  tags: ReadonlySet<Tag>,
): Pick<Versions, 'life' | 'time' | 'hold'> {
  const { life, time } = now;
  const hold = (all: readonly Tag[], began: number): boolean => {
    const { these = [], others = [] } = Object.groupBy(all, (tag) => (tags.has(tag) ? 'these' : 'others'));
    return began <= before.clock && before.hold(these, began) && now.hold(others, began);
  };
  return { life, time, hold };
}

async function versionsOf(
  link: Link,
  names: Names,
  asked: readonly Pick<TierLookup, 'tags'>[],
): Promise<Versions | null> {
  const { record } = link;
  if (!record) return null;
  const versions = await link.ask(async (redis) => {
    const pipeline = redis.pipeline();
    const places = askVersions(pipeline, names, record, asked);
    return versionsIn(await answersOf(pipeline), places, record);
  });
  return versions ?? null;
}

async function headersOf(link: Link, keys: readonly string[]): Promise<readonly string[] | null> {
  const read = (part: readonly string[], bytes: number): Promise<readonly unknown[] | undefined> =>
    link.ask((redis) => {
      const pipeline = redis.pipeline();
      for (const key of part) pipeline.getrange(key, 0, bytes - 1);
      return answersOf(pipeline);
    });
  const starts = (await read(keys, HEADER_BYTES)) as readonly string[] | undefined;
  if (!starts) return null;
  const long = keys.filter((_, index) => starts[index]?.includes('\n') === false);
  if (long.length === 0) return starts;
  const longer = (await read(long, MAX_HEADER_BYTES)) as readonly string[] | undefined;
  return longer ? [...starts, ...longer] : null;
}

function tagsIn(header: string): readonly Tag[] {
  return (parseJson(parseValue(header)?.tags ?? '') ?? []) as Tag[];
}
