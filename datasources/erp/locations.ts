import { Table } from '../load/table.ts';
import type { Lists } from './lists.ts';
import type { Location } from './model.ts';
import { toLocation } from './wire/stock.ts';

const PATH = '/Locations';

/** The locations of the plant, by id. */
export function locationTable(lists: Lists): Table<'Location', Location> {
  return new Table(async () => (await lists.rows(PATH, {})).map(toLocation));
}
