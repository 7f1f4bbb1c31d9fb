import type { DatabaseSync } from 'node:sqlite';
import { Type } from 'typebox';
import type { ServiceApp } from '../kit/app.ts';
import { numberOf } from './ids.ts';
import { among, parseKeys, text, when, type Row } from './query.ts';
import { addResource } from './resource-routes.ts';
import type { Resource } from './resource.ts';
import { currency, day, keyList } from './schemas/fields.ts';
import { type ExchangeRate, ExchangeRateList } from './schemas/ledger.ts';

const Filters = Type.Object({
  IDs: Type.Optional(keyList('Only these rates; unknown ones are left out.')),
  From: Type.Optional(currency('Only rates from this currency.')),
  To: Type.Optional(currency('Only rates to this currency.')),
  RatedFrom: Type.Optional(day('Only rates of this day or later.')),
  RatedTo: Type.Optional(day('Only rates of this day or earlier.')),
});

const resource: Resource<typeof Filters> = {
  name: 'ExchangeRates',
  table: 'exchange_rate',
  columns: '*',
  key: 'id',
  orders: { ExchangeRateID: 'id', RatedOn: 'rated_on' },
  groups: {},
  filters: Filters,
  conditions: (filters) => [
    ...among('id', parseKeys(filters.IDs, 'IDs', numberOf)),
    ...when('from_currency = ?', filters.From),
    ...when('to_currency = ?', filters.To),
    ...when('rated_on >= ?', filters.RatedFrom),
    ...when('rated_on <= ?', filters.RatedTo),
  ],
  toWire: toExchangeRate,
};

/** Adds the reads of exchange rates. */
export function addExchangeRates(app: ServiceApp, db: DatabaseSync): void {
  addResource(app, db, resource, { list: ExchangeRateList });
}

function toExchangeRate(row: Row): ExchangeRate {
  return {
    ExchangeRateID: text(row, 'id'),
    RatedOn: text(row, 'rated_on'),
    FromCurrency: text(row, 'from_currency'),
    ToCurrency: text(row, 'to_currency'),
    AverageRate: text(row, 'average_rate'),
    EndOfDayRate: text(row, 'end_of_day_rate'),
  };
}
