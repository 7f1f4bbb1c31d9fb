import type { ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import { offsetPage, offsetWindow } from '../load/offset.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import { queryString, type Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import { optionalNumberOf, sortOf } from './parameters.ts';
import type { OrderControlTotals, OrderTotals, SalesQuery, SalesRow } from './report-model.ts';
import { contract } from './wire/contract.ts';
import { toControlTotals, toOrderTotals, toSalesRow } from './wire/report.ts';

const SALES_PATH = '/v2/reports/sales';
const CONTROL_PATH = '/v2/reports/control_totals';
const TOTALS_PATH = '/v2/orders/totals';
const SORT_FIELDS = { KEY: 'key', REVENUE: 'revenue' } as const;

const checkSales = contract.check('SalesReport');
const checkControlTotals = contract.check('ControlTotals');
const checkTotals = contract.check('OrderTotals');

/** The cached sales reports that the shop computes itself, shared by all requests. */
export function salesReads(client: RestClient, cache: SystemCache): SalesReads {
  return cache.report('sales', {
    // The categories of products decide which sales a category has.
    tags: () => [listTag('Order'), listTag('Product'), listTag('Category')],
    read: async ({ query, page }, call) => {
      const { first, offset } = offsetWindow(page, kindOf(query));
      const parameters = { ...parametersOf(query), limit: first, offset };
      const { body } = await client.get(SALES_PATH, parameters, call);
      const { rows, has_more: hasMore } = checkSales(body, SALES_PATH);
      return offsetPage({ first, offset }, kindOf(query), rows.map(toSalesRow), hasMore);
    },
  });
}

type SalesReads = ListReads<{ readonly query: SalesQuery; readonly page: PageRequest }, Page<SalesRow>>;

/** Sums over the shop's orders. */
export class SalesReportSource {
  readonly #sales: SalesReads;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(sales: SalesReads, client: RestClient, scope: RequestScope) {
    this.#sales = sales;
    this.#client = client;
    this.#scope = scope;
  }

  /**
   * Returns sales summed by up to three dimensions; cancelled orders and those in other currencies do not count. If both SUBCATEGORY and
   * CATEGORY are requested, SUBCATEGORY takes precedence. A page has at most 1000 rows. Throws InputError for a cursor of another report.
   */
  sales(query: SalesQuery, page: PageRequest): MaybePromise<Page<SalesRow>> {
    offsetWindow(page, kindOf(query));
    return this.#scope.reads.list(this.#sales, { query, page });
  }

  /**
   * Returns the current control totals of the blocks that contain the order numbers `from` to `to` (null: open); empty blocks are left out.
   */
  async controlTotals(range: OrderRange): Promise<readonly OrderControlTotals[]> {
    const parameters = { from_id: range.from, to_id: range.to, block_size: range.blockSize };
    return checkControlTotals(await this.#once(CONTROL_PATH, parameters), CONTROL_PATH).blocks.map(
      toControlTotals,
    );
  }

  /**
   * Returns the current figures of the orders from number `from` on in these blocks (at most 100), including cancelled ones, by number; at
   * most `limit` (1 to 5000) of them.
   */
  async totals(
    range: TotalsRange,
  ): Promise<{ readonly orders: readonly OrderTotals[]; readonly hasMore: boolean }> {
    const { from: from_id, blocks, blockSize: block_size, limit } = range;
    const parameters = { from_id, blocks, block_size, limit };
    const { orders, has_more: hasMore } = checkTotals(await this.#once(TOTALS_PATH, parameters), TOTALS_PATH);
    return { orders: orders.map(toOrderTotals), hasMore };
  }

  #once(path: string, query: Query): Promise<unknown> {
    const call = { ...this.#scope, purpose: 'report' } as const;
    return this.#scope.reads.once(path, query, async () => (await this.#client.get(path, query, call)).body);
  }
}

interface OrderRange {
  readonly from: number | null;
  readonly to: number | null;
  readonly blockSize: number;
}

interface TotalsRange {
  readonly from: number;
  readonly blocks: readonly number[];
  readonly blockSize: number;
  readonly limit: number;
}

function kindOf(query: SalesQuery): string {
  return `sales${queryString(parametersOf(query))}`;
}

function parametersOf(query: SalesQuery): Query {
  return {
    group_by: query.groupBy.length > 0 ? query.groupBy.map((dimension) => dimension.toLowerCase()) : null,
    from: query.period.from,
    to: query.period.to,
    territory_id: optionalNumberOf(query.territory),
    category_id: optionalNumberOf(query.category),
    customer_id: optionalNumberOf(query.customer),
    product_id: optionalNumberOf(query.product),
    channel: query.channel?.toLowerCase(),
    sort: sortOf(SORT_FIELDS, query.sort),
  };
}
