import type { Tag } from '../tier.ts';
import { answersOf } from '../../redis/answers.ts';
import { entryIn, valueIn } from './entry.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { askVersions, versionsIn } from './versions.ts';

const KEYS_A_PAGE = 200;
/** The header and its tags are in these first bytes, unless a value has hundreds of tags. */
const HEADER_BYTES = 4_096;
const LONGEST_HEADER_BYTES = 1_024 * 1_024;
const LONGEST_MS = 5_000;

/**
 * Counts the values that carry a tag and may be used, by walking through all: for operators. After five seconds, or where Redis
 * fails on the way, it gives what it has counted by then.
 */
export async function countOf(link: Link, names: Names, tag: Tag): Promise<number> {
  const end = performance.now() + LONGEST_MS;
  const seen = new Set<string>();
  let count = 0;
  let cursor = '0';
  do {
    const from = cursor;
    const page = await link.ask((redis) => redis.scan(from, 'MATCH', names.allValues, 'COUNT', KEYS_A_PAGE));
    if (!page) break;
    // SCAN may name a key twice.
    const keys = page[1].filter((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    count += await countAmong(link, names, keys, tag);
    cursor = page[0];
  } while (cursor !== '0' && performance.now() < end);
  return count;
}

async function countAmong(link: Link, names: Names, keys: readonly string[], tag: Tag): Promise<number> {
  const standing = link.standing;
  if (!standing || keys.length === 0) return 0;
  const headers = await headersOf(link, keys);
  const carrying = headers
    .map((header) => ({ header, tags: tagsIn(header) }))
    .filter(({ tags }) => tags.includes(tag));
  const versions = await link.ask(async (redis) => {
    const pipeline = redis.pipeline();
    const places = askVersions(pipeline, names, standing, carrying);
    return versionsIn(await answersOf(pipeline), places, standing);
  });
  return versions ? carrying.filter((one) => valueIn(one.header, one, versions)).length : 0;
}

async function headersOf(link: Link, keys: readonly string[]): Promise<readonly string[]> {
  const read = async (part: readonly string[], bytes: number): Promise<readonly string[]> => {
    const answers = await link.ask((redis) => {
      const pipeline = redis.pipeline();
      for (const key of part) pipeline.getrange(key, 0, bytes - 1);
      return answersOf(pipeline);
    });
    return (answers ?? []) as readonly string[];
  };
  const starts = await read(keys, HEADER_BYTES);
  const long = keys.filter((_, index) => starts[index]?.includes('\n') === false);
  return long.length === 0 ? starts : [...starts, ...(await read(long, LONGEST_HEADER_BYTES))];
}

function tagsIn(header: string): readonly Tag[] {
  try {
    return JSON.parse(entryIn(header)?.tags ?? '[]') as Tag[];
  } catch {
    return [];
  }
}
