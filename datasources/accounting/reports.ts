import { InputError } from '../errors.ts';
import { memo } from '../load/memo.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import type { RequestScope } from '../scope.ts';
import type {
  AgedReceivables,
  AgedReceivablesQuery,
  ControlRange,
  ControlTotal,
  InvoiceTotals,
  ProfitAndLossQuery,
  ProfitAndLossRow,
  TotalsRange,
} from './report-model.ts';
import { BASE } from './wire/contract.ts';
import { toAgedReceivables, toControlTotals, toInvoiceTotals, toProfitAndLoss } from './wire/reports.ts';

const MOST_BUCKETS = 12;
const LAST_DAY = 99_999;
const PERIODS = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year', TOTAL: 'total' } as const;

/** What the accounting system adds up by itself. */
export class FinanceReportSource {
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(client: RestClient, scope: RequestScope) {
    this.#client = client;
    this.#scope = scope;
  }

  /** What is owed by age of the invoice. Throws InputError on buckets that are none. */
  readonly agedReceivables = memo(async (query: AgedReceivablesQuery): Promise<AgedReceivables> => {
    const { asOf, buckets, customer } = query;
    checkBuckets(buckets);
    const parameters = { AsOf: asOf, Buckets: buckets, ContactID: customer };
    return this.#read('/Reports/AgedReceivables', parameters, toAgedReceivables);
  });

  /** Profit and loss by period, then by organization; there is no row where nothing was posted. */
  readonly profitAndLoss = memo((query: ProfitAndLossQuery): Promise<readonly ProfitAndLossRow[]> => {
    const parameters = {
      OrganisationID: query.organization,
      From: query.from,
      To: query.to,
      Period: PERIODS[query.per],
      Scenario: query.scenario,
      GroupBy: 'Organisation',
    };
    return this.#read('/Reports/ProfitAndLoss', parameters, toProfitAndLoss);
  });

  /** Control totals by block of order numbers; a block without an invoice is left out. */
  readonly controlTotals = memo(({ from, to, blockSize }: ControlRange): Promise<readonly ControlTotal[]> => {
    const parameters = { fromOrderID: from, toOrderID: to, blockSize };
    return this.#read('/Reports/ControlTotals', parameters, toControlTotals);
  });

  /** Invoices by order number, and whether there are more behind them. */
  readonly totals = memo(({ from, blocks, blockSize, limit }: TotalsRange): Promise<InvoiceTotals> => {
    const parameters = { fromOrderID: from, blocks, blockSize, limit };
    return this.#read('/Invoices/Totals', parameters, toInvoiceTotals);
  });

  async #read<T>(subpath: string, query: Query, map: (body: unknown, where: string) => T): Promise<T> {
    const path = BASE + subpath;
    const { body } = await this.#client.get(path, query, this.#scope);
    return map(body, path);
  }
}

function checkBuckets(ends: readonly number[]): void {
  const rise = ends.every((end, place) => place === 0 || end > Number(ends[place - 1]));
  const inBounds = ends.every((end) => end >= 0 && end <= LAST_DAY);
  if (ends.length >= 1 && ends.length <= MOST_BUCKETS && rise && inBounds) return;
  throw new InputError(
    `"buckets" must be 1 to ${MOST_BUCKETS} rising numbers of days from 0 to ${LAST_DAY}, such as [30, 60, 90], got [${ends.slice(0, 20).join(', ')}].`,
  );
}
