/**
 * Divides ids into batches of at most `size` and reads them side by side; the answers are joined.
 * A batch that fails fails all: the caller cannot know what its ids were.
 */
export async function inChunks<Id, T>(
  ids: readonly Id[],
  size: number,
  read: (chunk: readonly Id[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  if (ids.length <= size) return read(ids);
  const chunks: (readonly Id[])[] = [];
  for (let start = 0; start < ids.length; start += size) chunks.push(ids.slice(start, start + size));
  return (await Promise.all(chunks.map(read))).flat();
}
