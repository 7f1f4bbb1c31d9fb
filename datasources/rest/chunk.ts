import { toError } from '../thrown.ts';

/** How many chunks of one read run at once, so that no single read fills a system's bulkhead and is refused. */
const WIDTH = 4;

/**
 * Splits ids into chunks of at most `size`, reads a few chunks at a time, and merges the results. If one of several chunks fails, that is
 * the error of its own ids only; a read of a single chunk fails as a whole.
 */
export async function inChunks<Id extends string, T>(
  ids: readonly Id[],
  size: number,
  read: (chunk: readonly Id[]) => Promise<ReadonlyMap<Id, T | Error>>,
): Promise<ReadonlyMap<Id, T | Error>> {
  if (ids.length <= size) return read(ids);
  const starts = Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => index * size);
  const found = new Map<Id, T | Error>();
  // All workers share one iterator, so each takes the next chunk that has not been started.
  const waiting = starts.values();
  const work = async () => {
    for (const start of waiting) {
      const chunk = ids.slice(start, start + size);
      for (const [id, value] of await readOrFault(chunk, read)) found.set(id, value);
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return found;
}

async function readOrFault<Id extends string, T>(
  chunk: readonly Id[],
  read: (chunk: readonly Id[]) => Promise<ReadonlyMap<Id, T | Error>>,
): Promise<ReadonlyMap<Id, T | Error>> {
  try {
    return await read(chunk);
  } catch (error) {
    const fault = toError(error);
    return new Map(chunk.map((id) => [id, fault]));
  }
}
