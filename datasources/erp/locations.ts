import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { alignById } from '../rest/align.ts';
import type { Lists } from './lists.ts';
import type { Location } from './model.ts';
import { toLocation } from './wire/stock.ts';

const PATH = '/Locations';

/** The locations of the plant: so few that they are always read together. */
export class LocationSource {
  readonly byId: EntityLoader<'Location', Location>;
  readonly #rows: () => Promise<readonly unknown[]>;

  constructor(lists: Lists) {
    this.#rows = memo(() => lists.rows(PATH, {}));
    this.byId = new EntityLoader({
      isId: () => true,
      read: async () => alignById(await this.#rows(), 'LocationId', toLocation),
    });
  }

  /** All locations, by id. */
  readonly all = memo(async (): Promise<readonly Location[]> => (await this.#rows()).map(toLocation));
}
