import type { Outcome, Refusal } from '../errors.ts';
import type { Id } from '../ids.ts';
import { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import { EMPTY_PAGE, mapPage, type Page, type PageRequest } from '../load/page.ts';
import type { Table } from '../load/table.ts';
import { allOf, compare, isOneOf, quoted } from '../rest/paging/odata.ts';
import { Groups } from './groups.ts';
import type { Lists } from './lists.ts';
import type { Location, StockAdjustment, StockLevel, StockLevelQuery, StockLevelSort } from './model.ts';
import type { StockTransfer, TransferredStock } from './model.ts';
import { faultOfAdjustment, faultOfTransfer } from './rules.ts';
import { contract, isNumber } from './wire/contract.ts';
import { fromAdjustment, fromTransfer, refusals, stockLevelOf, toStockLevel } from './wire/stock.ts';
import { toStockLevelGroup, toTransferredStock } from './wire/stock.ts';
import type { Writes } from './writes.ts';

const PATH = '/StockLevels';
const SORT_FIELDS = { PRODUCT: 'ProductId', ON_HAND: 'OnHand', AVAILABLE: 'Available' } as const;

const checkPage = contract.check('StockLevelPage');

/** What lies where. */
export class StockSource {
  readonly byId: EntityLoader<'StockLevel', StockLevel>;
  readonly #lists: Lists;
  readonly #writes: Writes;
  readonly #locations: Table<'Location', Location>;
  readonly #perProduct: Groups<'Product', StockLevel>;
  readonly #perLocation: Groups<'Location', StockLevel>;

  constructor(lists: Lists, writes: Writes, locations: Table<'Location', Location>) {
    this.#lists = lists;
    this.#writes = writes;
    this.#locations = locations;
    this.byId = new EntityLoader({
      isId: (id) => id.split('-').length === 2 && id.split('-').every(isNumber),
      read: (ids) => lists.batch(PATH, ids, withIds, 'Id', toStockLevel),
    });
    const seen = (level: StockLevel) => this.byId.prime(level.id, level);
    const toGroup = toStockLevelGroup;
    this.#perProduct = new Groups<'Product', StockLevel>(lists, {
      path: PATH,
      by: 'ProductId',
      toGroup,
      seen,
    });
    this.#perLocation = new Groups<'Location', StockLevel>(lists, {
      path: PATH,
      by: 'LocationId',
      toGroup,
      seen,
    });
  }

  /** One page of the stock levels that `query` describes. */
  readonly list = memo(async (query: StockLevelQuery, request: PageRequest): Promise<Page<StockLevel>> => {
    if (!isPossible(query)) return EMPTY_PAGE;
    const parameters = { $filter: filterOf(query), $orderby: orderOf(query.sort) };
    const page = mapPage(await this.#lists.page(PATH, parameters, request, checkPage), stockLevelOf);
    for (const level of page.items) this.byId.prime(level.id, level);
    return page;
  });

  /** How many stock levels `query` describes. */
  readonly count = memo(async (query: StockLevelQuery): Promise<number> =>
    isPossible(query) ? this.#lists.count(PATH, { $filter: filterOf(query) }, checkPage) : 0,
  );

  /** All stock levels of a product, by location; all products asked for in one tick are one call. */
  ofProduct(product: Id<'Product'>): Promise<readonly StockLevel[]> {
    return this.#perProduct.all(product);
  }

  /** One page of the stock levels of a location that `query` describes; all locations asked for in one tick are one call. */
  ofLocation(
    location: Id<'Location'>,
    query: StockLevelQuery,
    request: PageRequest,
  ): Promise<Page<StockLevel>> {
    if (!isPossible(query)) return Promise.resolve(EMPTY_PAGE);
    const parameters = { $filter: filterOf(query), $orderby: orderOf(query.sort) };
    return this.#perLocation.page(location, parameters, request);
  }

  /** How many stock levels of a location `query` describes. */
  ofLocationCount(location: Id<'Location'>, query: StockLevelQuery): Promise<number> {
    if (!isPossible(query)) return Promise.resolve(0);
    return this.#perLocation.count(location, { $filter: filterOf(query) });
  }

  /** Corrects what lies at a location. The ERP refuses to go below what is reserved there. */
  async adjust(adjustment: StockAdjustment, idempotencyKey: string): Promise<Outcome<StockLevel>> {
    const fault = faultOfAdjustment(adjustment);
    if (fault) return { ok: false, refusal: fault };
    const write = { idempotencyKey, refusals };
    const outcome = await this.#writes.send('POST', '/StockAdjustments', fromAdjustment(adjustment), write);
    if (!outcome.ok) return outcome;
    return { ...outcome, value: await this.#current(toStockLevel(outcome.value), outcome.replayed) };
  }

  /** Moves what is available at one location to another. */
  async transfer(transfer: StockTransfer, idempotencyKey: string): Promise<Outcome<TransferredStock>> {
    const fault = faultOfTransfer(transfer);
    if (fault) return { ok: false, refusal: fault };
    const write = { idempotencyKey, refusals };
    const outcome = await this.#writes.send('POST', '/StockTransfers', fromTransfer(transfer), write);
    if (!outcome.ok) return { ok: false, refusal: await this.#endOf(outcome.refusal, transfer) };
    const moved = toTransferredStock(outcome.value);
    const [from, to] = await Promise.all([
      this.#current(moved.from, outcome.replayed),
      this.#current(moved.to, outcome.replayed),
    ]);
    return { ...outcome, value: { from, to } };
  }

  /** What a write answered; where the answer is that of an earlier time, what is there now. */
  async #current(level: StockLevel, replayed: boolean): Promise<StockLevel> {
    if (replayed) return (await this.byId.load(level.id)) ?? level;
    this.byId.replace(level.id, level);
    return level;
  }

  /** The ERP does not say which end of a transfer it does not know. */
  async #endOf(refusal: Refusal, { from }: StockTransfer): Promise<Refusal> {
    if (refusal.field[0] !== 'location') return refusal;
    return { ...refusal, field: [(await this.#locations.byId.load(from)) ? 'to' : 'from'] };
  }
}

function withIds(ids: readonly Id<'StockLevel'>[]): string {
  return isOneOf('Id', ids.map(quoted));
}

/** Whether the ERP could have anything of the kind; an id that is no number must not get into a filter. */
function isPossible({ product, location }: StockLevelQuery): boolean {
  return (product === null || isNumber(product)) && (location === null || isNumber(location));
}

function filterOf({ product, location, maxAvailable }: StockLevelQuery): string | undefined {
  return allOf(
    product && `ProductId eq ${product}`,
    location && `LocationId eq ${location}`,
    compare('Available', 'le', maxAvailable),
  );
}

function orderOf({ by, descending }: StockLevelSort): string {
  return `${SORT_FIELDS[by]} ${descending ? 'desc' : 'asc'}`;
}
