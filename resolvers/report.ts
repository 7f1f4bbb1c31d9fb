import { accounting } from '../datasources/accounting/system.ts';
import type { SalesQuery } from '../datasources/commerce/report-model.ts';
import { commerce } from '../datasources/commerce/system.ts';
import { cursorAt } from '../datasources/load/page.ts';
import { erp } from '../datasources/erp/system.ts';
import { InputError } from '../datasources/errors.ts';
import { Connection, pageOf } from './connection.ts';
import type { Domain } from './domain.ts';
import { parseOptionalId } from './global-id.ts';
import { boundedBy, sortOf, spanOf } from './input.ts';
import { later } from '../datasources/maybe-promise.ts';

const MAX_ROWS = 1_000;
const MAX_DIMENSIONS = 3;
const BEST_CUSTOMERS = {
  groupBy: ['CUSTOMER'],
  territory: null,
  category: null,
  customer: null,
  product: null,
  channel: null,
  sort: { by: 'REVENUE', descending: true },
} as const;

/** Reports that the systems aggregate themselves: none reads rows through the graph. Owns nothing. */
export const report: Domain = {
  systems: [commerce, erp, accounting],
  entities: {},
  resolvers: {
    Query: {
      salesReport: (_, args, context) => {
        const { territory, category, customer, product, channel } = args.filter ?? {};
        const query: SalesQuery = {
          groupBy: dimensionsOf(args.groupBy),
          period: spanOf(args.period),
          territory: parseOptionalId('Territory', territory),
          category: parseOptionalId('Category', category),
          customer: parseOptionalId('Customer', customer),
          product: parseOptionalId('Product', product),
          channel: channel ?? null,
          sort: sortOf(args.orderBy, { by: 'KEY', descending: false }),
        };
        const page = { first: boundedBy('first', args.first, MAX_ROWS), after: args.after ?? null };
        return later(context.use(commerce).reports.sales(query, page), (found) => ({
          rows: found.items,
          hasMore: found.hasNext,
          endCursor: found.items.length > 0 ? cursorAt(found, found.items.length - 1) : null,
        }));
      },
      topCustomers: (_, { first, period }, context) => {
        const query = { ...BEST_CUSTOMERS, period: spanOf(period) };
        const page = context.use(commerce).reports.sales(query, pageOf({ first }, context));
        return later(page, ({ items }) => items);
      },
      receivablesByAge: (_, { asOf, buckets, customer, currency }, context) =>
        context.use(accounting).reports.agedReceivables({
          asOf: asOf ?? null,
          buckets,
          customer: parseOptionalId('Customer', customer),
          currency,
        }),
      stockValuation: (_, { by }, context) => context.use(erp).reports.stockValuation(by),
      stockOuts: (_, args, context) => {
        const { reports } = context.use(erp);
        const page = pageOf(args, context);
        return new Connection(
          () => reports.stockOuts(args.below, page),
          () => reports.stockOutCount(args.below),
        );
      },
      profitAndLoss: (_, { organization, period, per, scenario }, context) =>
        context.use(accounting).reports.profitAndLoss({
          organization: parseOptionalId('Organization', organization),
          ...spanOf(period),
          per,
          scenario,
        }),
    },
  },
};

function dimensionsOf<T>(groupBy: readonly T[]): readonly T[] {
  const dimensions = [...new Set(groupBy)];
  if (dimensions.length >= 1 && dimensions.length <= MAX_DIMENSIONS) return dimensions;
  throw new InputError(`"groupBy" must name 1 to ${MAX_DIMENSIONS} dimensions, got ${dimensions.length}.`);
}
