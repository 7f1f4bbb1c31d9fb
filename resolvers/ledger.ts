import type { ExchangeRateQuery, LedgerEntryQuery } from '../datasources/accounting/model.ts';
import { accounting } from '../datasources/accounting/system.ts';
import { idOf, type Ref } from '../datasources/ids.ts';
import { Connection, listConnection, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { entity, type Domain } from './domain.ts';
import type { QueryExchangeRatesArgs, QueryLedgerEntriesArgs } from './generated/types.ts';
import { parseId, parseOptionalId } from './global-id.ts';
import { sortOf, spanOf } from './input.ts';
import { later } from '../datasources/maybe-promise.ts';
import { withDryRun } from './dry-run.ts';

const accounts = entity((context) => context.use(accounting).accounts.byId);
const organizations = entity((context) => context.use(accounting).organizations.byId);
const entries = entity((context) => context.use(accounting).ledger.byId);
const rates = entity((context) => context.use(accounting).exchangeRates.byId);

const department = entries.field((e) => e.department);

/** The general ledger, from the accounting system: accounts, organizations, entries, exchange rates. */
export const ledger: Domain = {
  systems: [accounting],
  entities: { Account: accounts, Organization: organizations, LedgerEntry: entries, ExchangeRate: rates },
  resolvers: {
    Query: {
      account: (_, { id }, context) => accounts.load(parseId('Account', id), context),
      accounts: (_, _args, context) => context.use(accounting).accounts.all(),
      organization: (_, { id }, context) => organizations.load(parseId('Organization', id), context),
      organizations: (_, _args, context) => context.use(accounting).organizations.all(),
      ledgerEntry: (_, { id }, context) => entries.load(parseId('LedgerEntry', id), context),
      ledgerEntries: (_, args, context) =>
        listConnection(context.use(accounting).ledger, entryQueryOf(args), args, context),
      exchangeRate: (_, { id }, context) => rates.load(parseId('ExchangeRate', id), context),
      exchangeRates: (_, args, context) =>
        listConnection(context.use(accounting).exchangeRates, rateQueryOf(args), args, context),
    },
    Account: {
      code: accounts.field((a) => a.code),
      name: accounts.field((a) => a.name),
      type: accounts.field((a) => a.type),
      rollUp: accounts.field((a) => a.rollUp),
      valueType: accounts.field((a) => a.valueType),
      parent: accounts.field((a) => a.parent),
      children: ({ id }, _args, context) =>
        later(context.use(accounting).accounts.all(), (all) => all.filter(({ parent }) => parent?.id === id)),
      entries: ({ id }, args, context) => {
        const source = context.use(accounting).ledger;
        const [query, page] = [entryQueryOf(args), pageOf(args, context)];
        return new Connection(
          () => source.ofAccount(id, query, page),
          () => source.ofAccountCount(id, query),
        );
      },
    },
    Organization: {
      name: organizations.field((o) => o.name),
      parent: organizations.field((o) => o.parent),
      children: ({ id }, _args, context) =>
        later(context.use(accounting).organizations.all(), (all) =>
          all.filter(({ parent }) => parent?.id === id),
        ),
      ownershipShare: organizations.field((o) => o.ownershipShare),
      currency: organizations.field((o) => o.currency),
      entries: ({ id }, args, context) => {
        const source = context.use(accounting).ledger;
        const [query, page] = [entryQueryOf(args), pageOf(args, context)];
        return new Connection(
          () => source.ofOrganization(id, query, page),
          () => source.ofOrganizationCount(id, query),
        );
      },
    },
    LedgerEntry: {
      postedOn: entries.field((e) => e.postedOn),
      organization: entries.field((e) => e.organization),
      department: withDryRun(departmentName, {
        steps: [department, (_, _args, context) => context.use(accounting).departments.nameOf(idOf(''))],
        isOpenEnded: false,
      }),
      scenario: entries.field((e) => e.scenario),
      account: entries.field((e) => e.account),
      amount: entries.field((e) => e.amount),
    },
    ExchangeRate: {
      ratedOn: rates.field((r) => r.ratedOn),
      from: rates.field((r) => r.from),
      to: rates.field((r) => r.to),
      averageRate: rates.field((r) => r.averageRate),
      endOfDayRate: rates.field((r) => r.endOfDayRate),
    },
  },
};

/** LedgerEntry.department: the graph exposes its name only. */
function departmentName(entry: Ref<'LedgerEntry'>, args: unknown, context: Context) {
  return later(
    department(entry, args, context),
    (found) => found && context.use(accounting).departments.nameOf(found.id),
  );
}

type EntryArgs = Pick<QueryLedgerEntriesArgs, 'filter' | 'orderBy'>;
type RateArgs = Pick<QueryExchangeRatesArgs, 'filter' | 'orderBy'>;

function entryQueryOf({ filter, orderBy }: EntryArgs): LedgerEntryQuery {
  return {
    account: parseOptionalId('Account', filter?.account),
    organization: parseOptionalId('Organization', filter?.organization),
    scenario: filter?.scenario ?? null,
    posted: spanOf(filter?.posted),
    sort: sortOf(orderBy, { by: 'POSTED_ON', descending: true }),
  };
}

function rateQueryOf({ filter, orderBy }: RateArgs): ExchangeRateQuery {
  return {
    from: filter?.from ?? null,
    to: filter?.to ?? null,
    rated: spanOf(filter?.rated),
    sort: sortOf(orderBy, { by: 'RATED_ON', descending: true }),
  };
}
