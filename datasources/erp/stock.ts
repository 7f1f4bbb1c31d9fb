import type { SystemCache } from '../cache/system-cache.ts';
import { refused, type Outcome, type Refusal } from '../errors.ts';
import type { Id, Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Lookup } from '../load/lookup.ts';
import { EMPTY_PAGE, type Page, type PageRequest } from '../load/page.ts';
import type { Table } from '../load/table.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import { allOf, compare, isOneOf, quoted } from '../rest/paging/odata.ts';
import type { RequestScope } from '../scope.ts';
import { ErpList } from './erp-list.ts';
import { isPossibleId } from './ids.ts';
import { Groups, ofEntities } from './groups.ts';
import { orderbyOf, type Lists } from './lists.ts';
import type { Location, StockAdjustment, StockLevel, StockLevelQuery } from './model.ts';
import type { StockTransfer, TransferredStock } from './model.ts';
import { faultOfAdjustment, faultOfTransfer } from './rules.ts';
import { fromAdjustment, fromTransfer, refusals, toStockLevel } from './wire/stock.ts';
import { toStockLevelGroup, toStockLevelPage, toTransferredStock } from './wire/stock.ts';
import { levelChange, levelFilled, levelWritten, MOVED, type Writes } from './writes.ts';

const PATH = '/StockLevels';
const SORT_FIELDS = { PRODUCT: 'ProductId', ON_HAND: 'OnHand', AVAILABLE: 'Available' } as const;

type LevelGroups<Owner extends string> = Groups<Owner, StockLevel, Ref<'StockLevel'>>;

/** The cached reads of stock levels, shared by all requests. */
export class StockReads extends ErpList<'StockLevel', StockLevel, StockLevelQuery> {
  readonly perProduct: LevelGroups<'Product'>;
  readonly perLocation: LevelGroups<'Location'>;

  constructor(lists: Lists, cache: SystemCache) {
    super(lists, cache, {
      entity: 'StockLevel',
      name: 'stock level',
      path: PATH,
      idField: 'Id',
      isId: (id) => id.split('-').length === 2 && id.split('-').every(isPossibleId),
      withIds: (ids) => isOneOf('Id', ids.map(quoted)),
      toRecord: toStockLevel,
      toPage: toStockLevelPage,
      optionsOf,
    });
    const each = { path: PATH, entity: 'StockLevel', toGroup: toStockLevelGroup, ...ofEntities(this.byId) };
    this.perProduct = new Groups<'Product', StockLevel, Ref<'StockLevel'>>(lists, cache, {
      ...each,
      owner: 'Product',
      by: 'ProductId',
    });
    this.perLocation = new Groups<'Location', StockLevel, Ref<'StockLevel'>>(lists, cache, {
      ...each,
      owner: 'Location',
      by: 'LocationId',
    });
  }
}

/** The stock levels of products at locations. */
export class StockSource {
  readonly #reads: StockReads;
  readonly #writes: Writes;
  readonly #locations: Table<'Location', Location>;
  readonly #scope: RequestScope;

  constructor(
    reads: StockReads,
    writes: Writes,
    locations: Table<'Location', Location>,
    scope: RequestScope,
  ) {
    this.#reads = reads;
    this.#writes = writes;
    this.#locations = locations;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'StockLevel', StockLevel> {
    return this.#scope.reads.entity(this.#reads.byId);
  }

  /** Returns one page of the stock levels that match `query`. */
  list(query: StockLevelQuery, page: PageRequest): MaybePromise<Page<Ref<'StockLevel'>>> {
    if (!isPossible(query)) return EMPTY_PAGE;
    return this.#scope.reads.list(this.#reads.pages, this.#reads.checked({ query, page }));
  }

  /** Counts the stock levels that match `query`. */
  count(query: StockLevelQuery): MaybePromise<number> {
    return isPossible(query) ? this.#scope.reads.list(this.#reads.counts, query) : 0;
  }

  /** All stock levels of products, by location; all products requested in one tick share a call. */
  get perProduct(): Lookup<Id<'Product'>, null, readonly StockLevel[]> {
    return this.#scope.reads.of(this.#reads.perProduct.all).with(null);
  }

  /** Returns all stock levels of a product. */
  ofProduct(product: Id<'Product'>): MaybePromise<readonly StockLevel[]> {
    return this.perProduct.load(product);
  }

  /** Returns one page of a location's stock levels that match `query`; all locations requested in one tick share a call. */
  ofLocation(
    location: Id<'Location'>,
    query: StockLevelQuery,
    page: PageRequest,
  ): MaybePromise<Page<Ref<'StockLevel'>>> {
    if (!isPossible(query)) return EMPTY_PAGE;
    const { perLocation } = this.#reads;
    const args = perLocation.checked({ query: optionsOf(query), page }, location);
    return this.#scope.reads.of(perLocation.pages).load(location, args);
  }

  /** Counts a location's stock levels that match `query`. */
  ofLocationCount(location: Id<'Location'>, query: StockLevelQuery): MaybePromise<number> {
    if (!isPossible(query)) return 0;
    return this.#scope.reads.of(this.#reads.perLocation.counts).load(location, { $filter: filterOf(query) });
  }

  /** Corrects the stock at a location. The ERP refuses to go below what is reserved there. */
  async adjust(adjustment: StockAdjustment, idempotencyKey: string): Promise<Outcome<StockLevel>> {
    const fault = faultOfAdjustment(adjustment);
    if (fault) return refused(fault);
    const write = { idempotencyKey, refusals };
    const { product, location } = adjustment;
    const outcome = await this.#writes.send(
      'POST',
      '/StockAdjustments',
      fromAdjustment(adjustment),
      write,
      (answer) =>
        answer === null
          ? [levelChange(product, location)]
          : [levelFilled(toStockLevel(answer), adjustment.quantity)],
    );
    if (!outcome.ok) return outcome;
    return { ...outcome, value: await this.#current(toStockLevel(outcome.value), outcome.replayed) };
  }

  /** Moves available stock from one location to another. */
  async transfer(transfer: StockTransfer, idempotencyKey: string): Promise<Outcome<TransferredStock>> {
    const fault = faultOfTransfer(transfer);
    if (fault) return refused(fault);
    const write = { idempotencyKey, refusals };
    const { product, from, to } = transfer;
    const body = fromTransfer(transfer);
    const outcome = await this.#writes.send('POST', '/StockTransfers', body, write, (answer) =>
      answer === null
        ? [levelChange(product, from), levelChange(product, to)]
        : [levelWritten(product, from, MOVED), levelFilled(toTransferredStock(answer).to, transfer.quantity)],
    );
    if (!outcome.ok) return refused(await this.#endOf(outcome.refusal, transfer));
    const moved = toTransferredStock(outcome.value);
    const [left, arrived] = await Promise.all([
      this.#current(moved.from, outcome.replayed),
      this.#current(moved.to, outcome.replayed),
    ]);
    return { ...outcome, value: { from: left, to: arrived } };
  }

  /** Returns the stock level from the answer to a write, or the current one if the answer is a replay. */
  async #current(level: StockLevel, replayed: boolean): Promise<StockLevel> {
    if (replayed) return (await this.byId.load(level.id)) ?? level;
    this.byId.replace(level.id, level);
    return level;
  }

  /** Finds out which end of a transfer is unknown, as the ERP does not say. */
  async #endOf(refusal: Refusal, { from }: StockTransfer): Promise<Refusal> {
    if (refusal.field[0] !== 'location') return refusal;
    return { ...refusal, field: [(await this.#locations.byId.load(from)) ? 'to' : 'from'] };
  }
}

/** Whether the ERP could have stock levels that match; an id that is not a number must not get into a filter. */
function isPossible({ product, location }: StockLevelQuery): boolean {
  return (product === null || isPossibleId(product)) && (location === null || isPossibleId(location));
}

function optionsOf(query: StockLevelQuery) {
  return { $filter: filterOf(query), $orderby: orderbyOf(SORT_FIELDS, query.sort) };
}

function filterOf({ product, location, maxAvailable }: StockLevelQuery): string | undefined {
  return allOf(
    product && `ProductId eq ${product}`,
    location && `LocationId eq ${location}`,
    compare('Available', 'le', maxAvailable),
  );
}
