import type { Id } from '../ids.ts';
import { BatchLoader } from '../load/batch-loader.ts';
import type { Found } from '../load/entity-loader.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import { alignById } from '../rest/align.ts';
import { inChunks } from '../rest/chunk.ts';
import { ContractError } from '../rest/errors/contract.ts';
import { offsetOf, offsetPage } from '../rest/paging/offset.ts';
import type { Query } from '../rest/query.ts';
import { MAX_TOP, ROOT, type Lists } from './lists.ts';
import { contract, isNumber, type Group } from './wire/contract.ts';

/** Where the rows of owners are read, and how. */
export interface GroupsOptions<Owner extends string, T> {
  /** The list, such as `/StockLevels`. */
  readonly path: string;
  /** The field that names the owner. */
  readonly by: string;
  readonly toGroup: (wire: unknown) => Group<Owner, T>;
  /** Gets every row that was read. */
  readonly seen?: (item: T) => void;
}

/** Filter and order of the rows, in the ERP's words. */
type RowQuery = Query & { readonly $filter?: string | undefined; readonly $orderby?: string | undefined };

/**
 * The lists of many owners, such as the purchase orders of suppliers: owners that ask in one tick for the same
 * page share one call (a hundred of them; the ERP takes no more). An owner the ERP cannot have has an empty list.
 */
export class Groups<Owner extends string, T> {
  readonly #lists: Lists;
  readonly #options: GroupsOptions<Owner, T>;
  readonly #pages: BatchLoader<Id<Owner>, { query: RowQuery; request: PageRequest }, Page<T>>;
  readonly #counts: BatchLoader<Id<Owner>, RowQuery, number>;
  readonly #all: BatchLoader<Id<Owner>, null, readonly T[]>;

  constructor(lists: Lists, options: GroupsOptions<Owner, T>) {
    this.#lists = lists;
    this.#options = options;
    this.#pages = new BatchLoader(
      (owners, { query, request }) => this.#readPages(owners, query, request),
      () => EMPTY_PAGE,
    );
    this.#counts = new BatchLoader(
      (owners, query) => this.#readCounts(owners, query),
      () => 0,
    );
    this.#all = new BatchLoader(
      (owners) => this.#readAll(owners, 0),
      () => [],
    );
  }

  /** One page of an owner's rows. Throws InputError on a bad cursor. */
  page(owner: Id<Owner>, query: RowQuery, request: PageRequest): Promise<Page<T>> {
    return this.#pages.load(owner, { query, request });
  }

  /** How many rows an owner has; none of them is read. */
  count(owner: Id<Owner>, query: RowQuery): Promise<number> {
    return this.#counts.load(owner, query);
  }

  /** All rows of an owner, in the order of their keys. For owners that have few: each hundred is a call. */
  all(owner: Id<Owner>): Promise<readonly T[]> {
    return this.#all.load(owner, null);
  }

  async #readPages(owners: readonly Id<Owner>[], query: RowQuery, request: PageRequest) {
    const offset = offsetOf(request);
    const groups = await this.#read(owners, { ...query, $top: request.first, $skip: offset });
    return mapFound(groups, ({ items, hasMore }) => offsetPage(offset, items, hasMore));
  }

  async #readCounts(owners: readonly Id<Owner>[], query: RowQuery): Promise<Map<Id<Owner>, number | Error>> {
    const groups = await this.#read(owners, { ...query, $top: 0, $count: true });
    return mapFound(groups, ({ count }) => {
      if (count !== null) return count;
      return new ContractError({ system: 'erp', method: 'GET', path: this.#path }, 'no @odata.count');
    });
  }

  async #readAll(
    owners: readonly Id<Owner>[],
    offset: number,
  ): Promise<Map<Id<Owner>, readonly T[] | Error>> {
    if (owners.length === 0) return new Map();
    const groups = await this.#read(owners, { $top: MAX_TOP, $skip: offset });
    const unfinished = [...groups].filter(([, group]) => !(group instanceof Error) && group.hasMore);
    const rest = await this.#readAll(
      unfinished.map(([owner]) => owner),
      offset + MAX_TOP,
    );
    return mapFound(groups, ({ id, items }) => {
      const others = rest.get(id) ?? [];
      return others instanceof Error ? others : [...items, ...others];
    });
  }

  async #read(owners: readonly Id<Owner>[], query: Query): Promise<Found<Owner, Group<Owner, T>>> {
    const possible = owners.filter(isNumber);
    if (possible.length === 0) return new Map();
    const groups = await inChunks(possible, MAX_TOP, async (keys) => {
      const path = `${this.#options.path}/TopPer`;
      const body = await this.#lists.read(path, { by: this.#options.by, keys, ...query });
      return alignById<Owner, Group<Owner, T>>(
        contract.rows(body, 'value', path),
        'Key',
        this.#options.toGroup,
      );
    });
    for (const group of groups.values()) {
      if (!(group instanceof Error)) group.items.forEach((item) => this.#options.seen?.(item));
    }
    return groups;
  }

  get #path(): string {
    return `${ROOT}${this.#options.path}/TopPer`;
  }
}

function mapFound<Owner extends string, T, U>(
  groups: Found<Owner, Group<Owner, T>>,
  map: (group: Group<Owner, T>) => U | Error,
): Map<Id<Owner>, U | Error> {
  return new Map([...groups].map(([owner, group]) => [owner, group instanceof Error ? group : map(group)]));
}
