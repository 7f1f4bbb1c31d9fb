import type { EntityLoader } from '../load/entity-loader.ts';
import { memo } from '../load/memo.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { ExchangeRate, ExchangeRateQuery } from './model.ts';
import { Resource } from './resource.ts';
import { fromExchangeRateQuery, toExchangeRate } from './wire/ledger.ts';

const SORT_FIELDS = { ID: 'ExchangeRateID', RATED_ON: 'RatedOn' } as const;

/** The exchange rates that the accounting system books with. */
export class ExchangeRateSource {
  readonly byId: EntityLoader<'ExchangeRate', ExchangeRate>;
  readonly #rows: Resource<'ExchangeRate', ExchangeRate>;

  constructor(client: RestClient, scope: RequestScope) {
    this.#rows = new Resource(client, scope, {
      name: 'ExchangeRates',
      idField: 'ExchangeRateID',
      id: /^[1-9]\d{0,14}$/,
      toRecord: toExchangeRate,
    });
    this.byId = this.#rows.byId;
  }

  /** One page of the rates that `query` describes. */
  readonly list = memo((query: ExchangeRateQuery, page: PageRequest): Promise<Page<ExchangeRate>> =>
    this.#rows.list(fromExchangeRateQuery(query), orderOf(query), page),
  );

  /** How many rates `query` describes. */
  readonly count = memo((query: ExchangeRateQuery): Promise<number> =>
    this.#rows.count(fromExchangeRateQuery(query)),
  );
}

function orderOf({ sort }: ExchangeRateQuery): string {
  return `${SORT_FIELDS[sort.by]} ${sort.descending ? 'DESC' : 'ASC'}`;
}
