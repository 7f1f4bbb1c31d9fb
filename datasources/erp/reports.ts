import type { ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RequestScope } from '../scope.ts';
import type { Lists } from './lists.ts';
import type { StockOutRow, StockValuationRow } from './model.ts';
import { contract } from './wire/contract.ts';
import { toStockOutPage, valuationOf } from './wire/report.ts';

const VALUATION = '/Reports/StockValuation';
const STOCK_OUTS = '/Reports/StockOuts';

const DIMENSIONS = { LOCATION: 'Location', KIND: 'Kind' } as const;
const THRESHOLDS = { ZERO: 'Zero', SAFETY_STOCK: 'SafetyStock', REORDER_POINT: 'ReorderPoint' } as const;

const checkValuation = contract.check('StockValuation');

/** The threshold for too little stock: nothing available, or less than the product's own level. */
export type StockThreshold = keyof typeof THRESHOLDS;

interface StockOutArgs {
  readonly below: StockThreshold;
  readonly page: PageRequest;
}

type StockDimension = keyof typeof DIMENSIONS;

/** The cached reports that the ERP computes itself, shared by all requests. */
export class StockReportReads {
  readonly valuation: ListReads<StockDimension, readonly StockValuationRow[]>;
  readonly stockOuts: ListReads<StockOutArgs, Page<StockOutRow>>;
  readonly stockOutCount: ListReads<StockThreshold, number>;

  constructor(lists: Lists, cache: SystemCache) {
    // Standard costs, safety stock and reorder points are those of products.
    const tags = [listTag('StockLevel'), listTag('Product')];
    this.valuation = cache.report<StockDimension, readonly StockValuationRow[]>('stock valuation', {
      tags: () => [...tags, listTag('Location')],
      read: async (by, call) => {
        const body = await lists.read(VALUATION, { by: DIMENSIONS[by] }, call);
        return checkValuation(body, VALUATION).value.map((row) => valuationOf(row, by));
      },
    });
    // These rows include what is on order, too.
    const outTags = () => [...tags, listTag('PurchaseOrder')];
    this.stockOuts = cache.report('stock-outs', {
      tags: outTags,
      expected: { calls: (_, { below, page }) => lists.pageCalls(STOCK_OUTS, outsOf(below), page) },
      read: ({ below, page }, call) =>
        lists.page(STOCK_OUTS, outsOf(below), page, toStockOutPage, ({ product }) => product.id, call),
    });
    this.stockOutCount = cache.report('stock-out count', {
      tags: outTags,
      read: (below, call) => lists.count(STOCK_OUTS, outsOf(below), toStockOutPage, call),
    });
  }
}

/** The reports that the ERP computes itself. */
export class StockReportSource {
  readonly #reads: StockReportReads;
  readonly #lists: Lists;
  readonly #scope: RequestScope;

  constructor(reads: StockReportReads, lists: Lists, scope: RequestScope) {
    this.#reads = reads;
    this.#lists = lists;
    this.#scope = scope;
  }

  /** Returns the value of the stock at standard cost, most valuable first. */
  stockValuation(by: StockDimension): MaybePromise<readonly StockValuationRow[]> {
    return this.#scope.reads.list(this.#reads.valuation, by);
  }

  /** Returns one page of the products with too little stock available, the shortest first. */
  stockOuts(below: StockThreshold, request: PageRequest): MaybePromise<Page<StockOutRow>> {
    const page = this.#lists.checked(STOCK_OUTS, outsOf(below), request);
    return this.#scope.reads.list(this.#reads.stockOuts, { below, page });
  }

  /** Counts the products with too little stock available. */
  stockOutCount(below: StockThreshold): MaybePromise<number> {
    return this.#scope.reads.list(this.#reads.stockOutCount, below);
  }
}

function outsOf(below: StockThreshold) {
  return { below: THRESHOLDS[below] };
}
