import type { ListReads, SystemCache } from '../cache/system-cache.ts';
import { listTag } from '../cache/tags.ts';
import { InputError } from '../errors.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import type { Query } from '../rest/query.ts';
import type { Caller, RequestScope, Shared } from '../scope.ts';
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

const MAX_BUCKETS = 12;
const LAST_DAY = 99_999;
const PERIODS = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year', TOTAL: 'total' } as const;

/** The cached reports that the accounting system computes itself, shared by all requests. */
export class FinanceReportReads {
  readonly agedReceivables: ListReads<AgedReceivablesQuery, AgedReceivables>;
  readonly profitAndLoss: ListReads<ProfitAndLossQuery, readonly ProfitAndLossRow[]>;

  constructor(client: RestClient, cache: SystemCache) {
    this.agedReceivables = cache.report<AgedReceivablesQuery, AgedReceivables>('aged receivables', {
      tags: () => [listTag('Invoice'), listTag('Payment')],
      read: ({ asOf, buckets, customer, currency: CurrencyCode }, call) => {
        const parameters = { AsOf: asOf, Buckets: buckets, ContactID: customer, CurrencyCode };
        return read(client, '/Reports/AgedReceivables', parameters, toAgedReceivables, call);
      },
    });
    this.profitAndLoss = cache.report<ProfitAndLossQuery, readonly ProfitAndLossRow[]>('profit and loss', {
      // The chart of accounts decides what counts as what, and organizations have their own currencies.
      tags: () => [listTag('LedgerEntry'), listTag('Account'), listTag('Organization')],
      read: (query, call) => {
        const parameters = {
          OrganisationID: query.organization,
          From: query.from,
          To: query.to,
          Period: PERIODS[query.per],
          Scenario: query.scenario,
          GroupBy: 'Organisation',
        };
        return read(client, '/Reports/ProfitAndLoss', parameters, toProfitAndLoss, call);
      },
    });
  }
}

/** The reports that the accounting system computes itself. */
export class FinanceReportSource {
  readonly #reads: FinanceReportReads;
  readonly #client: RestClient;
  readonly #scope: RequestScope;

  constructor(reads: FinanceReportReads, client: RestClient, scope: RequestScope) {
    this.#reads = reads;
    this.#client = client;
    this.#scope = scope;
  }

  /** Returns what is owed, by age of the invoice. Throws InputError for invalid buckets. */
  agedReceivables(query: AgedReceivablesQuery): MaybePromise<AgedReceivables> {
    checkBuckets(query.buckets);
    return this.#scope.reads.list(this.#reads.agedReceivables, query);
  }

  /** Returns profit and loss by period, then by organization; there is no row if nothing was posted. */
  profitAndLoss(query: ProfitAndLossQuery): MaybePromise<readonly ProfitAndLossRow[]> {
    return this.#scope.reads.list(this.#reads.profitAndLoss, query);
  }

  /**
   * Returns the current control totals by block of order numbers: if they were from another time than those of the other books, they would
   * show false errors. A block without an invoice is left out.
   */
  controlTotals({ from, to, blockSize }: ControlRange): Promise<readonly ControlTotal[]> {
    const parameters = { fromOrderID: from, toOrderID: to, blockSize };
    return this.#once('/Reports/ControlTotals', parameters, toControlTotals);
  }

  /** Returns the current invoices by order number, and whether there are more after them. */
  totals({ from, blocks, blockSize, limit }: TotalsRange): Promise<InvoiceTotals> {
    const parameters = { fromOrderID: from, blocks, blockSize, limit };
    return this.#once('/Invoices/Totals', parameters, toInvoiceTotals);
  }

  #once<T>(path: string, query: Query, map: (body: unknown, where: string) => T): Promise<T> {
    const call = { ...this.#scope, purpose: 'report' } as const;
    return this.#scope.reads.once(path, query, () => read(this.#client, path, query, map, call));
  }
}

async function read<T>(
  client: RestClient,
  subpath: string,
  query: Query,
  map: (body: unknown, where: string) => T,
  call: Shared | Caller,
): Promise<T> {
  const path = BASE + subpath;
  const { body } = await client.get(path, query, call);
  return map(body, path);
}

function checkBuckets(ends: readonly number[]): void {
  const rise = ends.every((end, place) => place === 0 || end > Number(ends[place - 1]));
  const inBounds = ends.every((end) => end >= 0 && end <= LAST_DAY);
  if (ends.length >= 1 && ends.length <= MAX_BUCKETS && rise && inBounds) return;
  throw new InputError(
    `"buckets" must be 1 to ${MAX_BUCKETS} rising numbers of days from 0 to ${LAST_DAY}, such as [30, 60, 90], got [${ends.slice(0, 20).join(', ')}].`,
  );
}
