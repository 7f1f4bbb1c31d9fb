import { memo } from '../load/memo.ts';
import { mapPage, type Page, type PageRequest } from '../load/page.ts';
import type { Lists } from './lists.ts';
import type { StockOutRow, StockValuationRow } from './model.ts';
import { contract } from './wire/contract.ts';
import { stockOutOf, valuationOf } from './wire/report.ts';

const VALUATION = '/Reports/StockValuation';
const STOCK_OUTS = '/Reports/StockOuts';

const DIMENSIONS = { LOCATION: 'Location', KIND: 'Kind' } as const;
const THRESHOLDS = { ZERO: 'Zero', SAFETY_STOCK: 'SafetyStock', REORDER_POINT: 'ReorderPoint' } as const;

const checkValuation = contract.check('StockValuation');
const checkStockOuts = contract.check('StockOutPage');

/** What counts as too little: nothing available, or less than the product's own level. */
export type StockThreshold = keyof typeof THRESHOLDS;

/** What the ERP sums up by itself. */
export class StockReportSource {
  readonly #lists: Lists;

  constructor(lists: Lists) {
    this.#lists = lists;
  }

  /** What the stock is worth at standard cost, the most valuable first. */
  readonly stockValuation = memo(
    async (by: keyof typeof DIMENSIONS): Promise<readonly StockValuationRow[]> => {
      const body = await this.#lists.read(VALUATION, { by: DIMENSIONS[by] });
      return checkValuation(body, VALUATION).value.map((row) => valuationOf(row, by));
    },
  );

  /** One page of the products of which too little is available, the shortest first. */
  readonly stockOuts = memo(
    async (below: StockThreshold, request: PageRequest): Promise<Page<StockOutRow>> => {
      const query = { below: THRESHOLDS[below] };
      return mapPage(await this.#lists.page(STOCK_OUTS, query, request, checkStockOuts), stockOutOf);
    },
  );

  /** Of how many products too little is available. */
  readonly stockOutCount = memo((below: StockThreshold): Promise<number> =>
    this.#lists.count(STOCK_OUTS, { below: THRESHOLDS[below] }, checkStockOuts),
  );
}
