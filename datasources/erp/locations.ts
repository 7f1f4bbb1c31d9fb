import type { SystemCache } from '../cache/system-cache.ts';
import { tableReads, type TableReads } from '../load/table.ts';
import type { Lists } from './lists.ts';
import type { Location } from './model.ts';
import { toLocation } from './wire/stock.ts';

const PATH = '/Locations';

/** The locations of the plant. */
export function locationReads(lists: Lists, cache: SystemCache): TableReads<Location> {
  return tableReads(cache, 'Location', async (call) => (await lists.rows(PATH, {}, call)).map(toLocation));
}
