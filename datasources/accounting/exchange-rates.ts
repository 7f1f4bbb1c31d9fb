import type { SystemCache } from '../cache/system-cache.ts';
import type { Ref } from '../ids.ts';
import type { EntityLoader } from '../load/entity-loader.ts';
import type { Page, PageRequest } from '../load/page.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { RestClient } from '../rest/client.ts';
import type { RequestScope } from '../scope.ts';
import type { ExchangeRate, ExchangeRateQuery } from './model.ts';
import { orderOf, Resource } from './resource.ts';
import { fromExchangeRateQuery, toExchangeRate } from './wire/ledger.ts';

const SORT_FIELDS = { ID: 'ExchangeRateID', RATED_ON: 'RatedOn' } as const;

/** The cached reads of exchange rates, shared by all requests. */
export function exchangeRateReads(
  client: RestClient,
  cache: SystemCache,
): Resource<'ExchangeRate', ExchangeRate> {
  return new Resource<'ExchangeRate', ExchangeRate>(client, cache, {
    entity: 'ExchangeRate',
    name: 'ExchangeRates',
    idField: 'ExchangeRateID',
    id: /^[1-9]\d{0,14}$/,
    toRecord: toExchangeRate,
  });
}

/** The exchange rates that the accounting system uses. */
export class ExchangeRateSource {
  readonly #rates: Resource<'ExchangeRate', ExchangeRate>;
  readonly #scope: RequestScope;

  constructor(rates: Resource<'ExchangeRate', ExchangeRate>, scope: RequestScope) {
    this.#rates = rates;
    this.#scope = scope;
  }

  get byId(): EntityLoader<'ExchangeRate', ExchangeRate> {
    return this.#scope.reads.entity(this.#rates.byId);
  }

  /** Returns one page of the rates that match `query`. Throws InputError for a bad cursor. */
  list(query: ExchangeRateQuery, page: PageRequest): MaybePromise<Page<Ref<'ExchangeRate'>>> {
    const args = { filter: fromExchangeRateQuery(query), order: orderOf(SORT_FIELDS, query.sort), page };
    return this.#scope.reads.list(this.#rates.pages, this.#rates.checked(args));
  }

  /** Counts the rates that match `query`. */
  count(query: ExchangeRateQuery): MaybePromise<number> {
    return this.#scope.reads.list(this.#rates.counts, fromExchangeRateQuery(query));
  }
}
